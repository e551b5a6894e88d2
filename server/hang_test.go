package server_test

import (
	"bytes"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A clogged file is a pipe that nobody reads: every write to it hangs, as on a
// disk that does.
type clogged string

func newClogged(t *testing.T) clogged {
	path := filepath.Join(t.TempDir(), "log")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	return clogged(path)
}

// clog fills the pipe, which a server holds open, to its last byte.
func (c clogged) clog(t *testing.T) {
	fd, err := syscall.Open(string(c), syscall.O_WRONLY|syscall.O_NONBLOCK, 0)
	require.NoError(t, err)
	defer syscall.Close(fd)
	for _, part := range [][]byte{make([]byte, 1<<12), make([]byte, 1)} {
		for err = nil; err == nil; {
			_, err = syscall.Write(fd, part)
		}
		require.ErrorIs(t, err, syscall.EAGAIN)
	}
}

// A server ends in time although its logs cannot be written, and says so.
func TestShutdownWithoutADisk(t *testing.T) {
	var wg sync.WaitGroup
	for flag, lost := range map[string]string{"--audit-log": "lost are 1 lines of the audit log and 0 entries", "--log-file": "lost are 0 lines of the audit log"} {
		dir, file := t.TempDir(), newClogged(t)
		addAdmin(t, dir)
		l := live(t, dir, flag, string(file), "--shutdown-timeout", "1ms", "--log-level", "debug")
		file.clog(t)
		wg.Go(func() {
			told := make(chan error, 1)
			began := time.Now()
			_ = l.process.Process.Signal(syscall.SIGHUP) // which writes to the log, too
			_ = l.process.Process.Signal(syscall.SIGTERM)
			go func() { told <- l.process.Wait() }()
			select {
			case err := <-told:
				t.Logf("%s: ended after %v", flag, time.Since(began))
				if text := l.process.Stderr.(*bytes.Buffer).String(); err == nil || !bytes.Contains([]byte(text), []byte(lost)) {
					t.Errorf("%s: %v, %q", flag, err, text)
				}
			case <-time.After(30 * time.Second):
				_ = l.process.Process.Kill()
				t.Errorf("%s: the server still waits", flag)
			}
		})
	}
	wg.Wait()
}
