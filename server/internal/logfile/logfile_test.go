package logfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/logfile"
)

func open(t *testing.T, path string) *logfile.File {
	f, err := logfile.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func write(t *testing.T, f *logfile.File, line string) {
	_, err := f.Write([]byte(line + "\n"))
	require.NoError(t, err)
}

func content(t *testing.T, path string) string {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func TestAppends(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	write(t, open(t, path), "one")
	write(t, open(t, path), "two")
	require.Equal(t, "one\ntwo\n", content(t, path))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	f := open(t, path)
	write(t, f, "one")
	require.NoError(t, os.Rename(path, path+".0"))
	write(t, f, "still in the old file")
	require.NoError(t, f.Reopen())
	write(t, f, "two")
	require.Equal(t, "one\nstill in the old file\n", content(t, path+".0"))
	require.Equal(t, "two\n", content(t, path))
}

// A program that rotates the file need not notify the server.
func TestRenamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	synctest.Test(t, func(t *testing.T) {
		f := open(t, path)
		write(t, f, "one")
		require.NoError(t, os.Rename(path, path+".0"))
		time.Sleep(time.Second)
		write(t, f, "two")
		require.Equal(t, "two\n", content(t, path))
		require.NoError(t, os.Remove(path))
		time.Sleep(time.Second)
		write(t, f, "three")
		require.Equal(t, "three\n", content(t, path))
	})
}

// If the new file cannot be made, no line is lost.
func TestFolderIsGone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "logs")
	require.NoError(t, os.Mkdir(folder, 0o700))
	synctest.Test(t, func(t *testing.T) {
		f := open(t, filepath.Join(folder, "log"))
		require.NoError(t, os.Rename(folder, folder+".0"))
		time.Sleep(time.Second)
		write(t, f, "one")
		require.Error(t, f.Reopen())
		write(t, f, "two")
		require.Equal(t, "one\ntwo\n", content(t, filepath.Join(folder+".0", "log")))
	})
}

func TestTornLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	require.NoError(t, os.WriteFile(path, []byte("one\ntw"), 0o600))
	f := open(t, path)
	write(t, f, "three")
	write(t, f, "four")
	require.Equal(t, "one\ntw\nthree\nfour\n", content(t, path))
}

func TestManyWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	f := open(t, path)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 50 {
				_, _ = fmt.Fprintf(f, "%s\n", strings.Repeat(fmt.Sprint(i), 100))
			}
		})
		wg.Go(func() { _ = f.Reopen() })
	}
	wg.Wait()
	lines := strings.Split(strings.TrimSpace(content(t, path)), "\n")
	require.Len(t, lines, 400)
	for _, line := range lines {
		require.Equal(t, strings.Repeat(line[:1], 100), line)
	}
}

// Lines are written through to the file that they were written to, whatever is
// renamed meanwhile, and many share an fsync.
func TestWriteThrough(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	f := open(t, path)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				require.NoError(t, f.WriteThrough([]byte("line\n")))
			}
		})
	}
	wg.Go(func() {
		for i := range 20 {
			_ = os.Rename(path, fmt.Sprint(path, i))
			_ = f.Reopen()
		}
	})
	wg.Wait()
	files, err := filepath.Glob(path + "*")
	require.NoError(t, err)
	n := 0
	for _, file := range files {
		n += strings.Count(content(t, file), "line\n")
	}
	require.Equal(t, 160, n)
	require.NoError(t, f.Close())
	require.ErrorIs(t, f.WriteThrough([]byte("late\n")), os.ErrClosed)
}
