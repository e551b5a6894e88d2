package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

var errTimeout = errors.New("another process holds the lock")

// lock waits for the folder: shared to read, exclusive to write. Two files are
// locked: whoever waits for .lock holds .gate, so that later readers queue
// behind a waiting writer. The kernel does the waiting, and gives the locks of
// a killed process free.
func (f *Folder) lock(ctx context.Context, write bool) (unlock func(), err error) {
	limit := f.LockTimeout
	if limit == 0 {
		limit = DefaultLockTimeout
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("%w for longer than %s", errTimeout, limit))
	defer cancel()
	type result struct {
		unlock func()
		err    error
	}
	got := make(chan result)
	// flock(2) cannot be interrupted. When nobody waits any more, the lock is
	// given back the moment it comes.
	f.waiting.Go(func() {
		unlock, err := f.passGate(write)
		select {
		case got <- result{unlock, err}:
		case <-ctx.Done():
			if err == nil {
				unlock()
			}
		}
	})
	select {
	case r := <-got:
		return r.unlock, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (f *Folder) passGate(write bool) (unlock func(), err error) {
	leave, err := lockedfile.MutexAt(f.path() + ".gate").Lock()
	if err != nil {
		if !write && ReadOnly(err) {
			return func() {}, nil // bbolt's own shared lock is all there can be
		}
		return nil, err
	}
	defer leave()
	flag := os.O_RDONLY | os.O_CREATE
	if write {
		flag = os.O_RDWR | os.O_CREATE
	}
	file, err := lockedfile.OpenFile(f.path()+".lock", flag, 0o644)
	if err != nil {
		return nil, err
	}
	return func() { _ = file.Close() }, nil
}

// ReadOnly reports whether the error says that the folder cannot be written to.
func ReadOnly(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// closeTimeout bounds the wait of Close.
const closeTimeout = 5 * time.Second

// Close waits until the locks that were given up on have come and were given
// back, but no longer than five seconds.
func (f *Folder) Close() error {
	done := make(chan struct{})
	go func() { // ends with the last of those it waits for
		f.waiting.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-time.After(closeTimeout):
		return fmt.Errorf("cannot close the host in %s: another process has held its lock for longer than %s", f.dir, closeTimeout)
	}
}

// remaining is what bbolt may wait for its own lock, which nobody should hold.
const remaining = 10 * time.Second
