package store

import (
	"cmp"
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

// lock waits for host.db and returns it locked: shared for reading, exclusive
// for writing. Closing it releases the lock. A process holds .gate while it
// waits, so that later readers queue behind a waiting writer. The kernel does
// the waiting, and releases the locks of a killed process. A reader gets errNew
// if nothing has been written yet.
func (f *Folder) lock(ctx context.Context, write bool) (db *os.File, err error) {
	db, err = f.passGate(write, syscall.LOCK_NB)
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return db, err
	}
	limit := cmp.Or(f.LockTimeout, DefaultLockTimeout)
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("%w for longer than %s", errTimeout, limit))
	defer cancel()
	return f.awaitGate(ctx, write)
}

// awaitGate waits for host.db until ctx ends. flock(2) cannot be interrupted: if the
// caller has given up, the lock is released as soon as it is granted.
func (f *Folder) awaitGate(ctx context.Context, write bool) (*os.File, error) {
	type result struct {
		db  *os.File
		err error
	}
	got := make(chan result)
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

// passGate passes the gate and locks host.db. With LOCK_NB it returns
// EWOULDBLOCK instead of waiting for others.
func (f *Folder) passGate(write bool, wait int) (db *os.File, err error) {
	gate, err := flock(f.path()+".gate", os.O_RDWR|os.O_CREATE, syscall.LOCK_EX|wait)
	switch {
	case err == nil:
		defer gate.Close()
	case write || !ReadOnly(err): // on a read-only file system there is no gate, because nobody can make one
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

// flock opens the file and locks it. Closing the file releases the lock.
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

// isFull reports whether the error says that nothing more can be written: the
// disk or a quota is full, or the process may not write a larger file.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// closeTimeout limits the wait of Close.
const closeTimeout = 5 * time.Second

// Close waits until abandoned locks have been granted and released, for at most
// five seconds.
func (f *Folder) Close() error {
	done := make(chan struct{})
	go func() { // ends when the last of them is released
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
