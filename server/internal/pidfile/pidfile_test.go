package pidfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/pidfile"
)

func TestCreateAndRemove(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pid")
	f, err := pidfile.Create(path)
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf("%d\n", os.Getpid()), string(text))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "who can read it can lock it")

	_, err = pidfile.Create(path)
	require.EqualError(t, err, fmt.Sprintf("cannot start twice: process %d holds the pid file %s", os.Getpid(), path))

	require.NoError(t, f.Remove())
	require.NoFileExists(t, path)
}

// A file left by a killed process is no obstacle.
func TestStaleFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pid")
	require.NoError(t, os.WriteFile(path, []byte("123456789012\n"), 0o644))
	f, err := pidfile.Create(path)
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf("%d\n", os.Getpid()), string(text))
	require.NoError(t, f.Remove())
}

func TestNoFolder(t *testing.T) {
	_, err := pidfile.Create(filepath.Join(t.TempDir(), "none", "pid"))
	require.ErrorContains(t, err, "cannot open the pid file: ")
}

// However many processes come and go, one at a time holds the file.
func TestOneAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pid")
	var mu sync.Mutex
	var holders int
	var got atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				f, err := pidfile.Create(path)
				if err != nil {
					continue
				}
				if !alone(&mu, &holders) {
					t.Error("two hold it")
				}
				got.Add(1)
				mu.Lock()
				holders--
				mu.Unlock()
				if err := f.Remove(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	require.Positive(t, got.Load())
}

// alone registers one more holder.
func alone(mu *sync.Mutex, holders *int) bool {
	mu.Lock()
	defer mu.Unlock()
	*holders++
	return *holders == 1
}
