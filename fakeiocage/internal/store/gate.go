package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/blocking"
)

var errTimeout = errors.New("another process holds the lock")

// lock waits for host.db and returns it, locked: shared to read, exclusive to
// write. To close it is to give the lock back. Whoever waits for it holds .gate,
// so that later readers queue behind a waiting writer. The kernel does the
// waiting, and gives the locks of a killed process free. Who reads where nothing
// was written yet gets errNew.
func (f *Folder) lock(ctx context.Context, write bool) (db *os.File, err error) {
	limit := f.LockTimeout
	if limit == 0 {
		limit = DefaultLockTimeout
	}
	db, err = f.passGate(write, syscall.LOCK_NB)
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return db, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("%w for longer than %s", errTimeout, limit))
	defer cancel()
	type result struct {
		db  *os.File
		err error
	}
	got := make(chan result)
	// flock(2) cannot be interrupted. When nobody waits any more, the lock is
	// given back the moment it comes.
	f.waiting.Go(func() {
		db, err := f.passGate(write, 0)
		select {
		case got <- result{db, err}:
		case <-ctx.Done():
			if err == nil {
				_ = db.Close()
			}
		}
	})
	select {
	case r := <-got:
		return r.db, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// passGate takes the lock behind the gate; with LOCK_NB it does not wait for
// others, but returns EWOULDBLOCK.
func (f *Folder) passGate(write bool, wait int) (db *os.File, err error) {
	gate, err := flock(f.path()+".gate", os.O_RDWR|os.O_CREATE, syscall.LOCK_EX|wait)
	switch {
	case err == nil:
		defer gate.Close()
	case write || !ReadOnly(err): // else there is no gate, as nobody can make one
		return nil, err
	}
	if write {
		return flock(f.path(), os.O_RDWR|os.O_CREATE, syscall.LOCK_EX|wait)
	}
	db, err = flock(f.path(), os.O_RDONLY, syscall.LOCK_SH|wait)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNew
	}
	return db, err
}

// flock opens the file and locks it. The lock goes with the file, when that is
// closed.
func flock(name string, flag, how int) (*os.File, error) {
	file, err := blocking.Open(name, flag, 0o644)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(file.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(&fs.PathError{Op: "lock", Path: name, Err: err}, file.Close())
	}
	return file, nil
}

// ReadOnly reports whether the error says that the folder cannot be written to.
func ReadOnly(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

// isFull reports whether the error says that no more may be written: the disk, or
// a quota, is full, or the process may write no larger file.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
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
