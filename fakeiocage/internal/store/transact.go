package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
)

var errDamaged = errors.New("host.db is damaged")

// transact opens the file, runs fn in one transaction and closes the file.
// bbolt gets the file already locked; its own lock is the same one.
//
// bbolt maps the file into memory. Touching the missing pages of a truncated
// file faults, and a corrupt file makes bbolt panic. Both become errDamaged
// here.
func (f *Folder) transact(ctx context.Context, write bool, fn func(*bolt.Tx) error) (err error) {
	file, err := f.lock(ctx, write)
	if err != nil {
		return err
	}
	defer file.Close()
	if size, err := file.Seek(0, io.SeekEnd); !write && (err != nil || size == 0) {
		return cmp.Or(err, errNew)
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(&err)
	db, err := bolt.Open(f.path(), 0o644, &bolt.Options{
		ReadOnly:     !write,
		NoStatistics: !write, // a change needs them to know how much is free
		OpenFile:     func(string, int, os.FileMode) (*os.File, error) { return file, nil },
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if !write {
		return db.View(fn)
	}
	if err := db.Update(fn); err != nil {
		return err
	}
	_ = f.compact(db, file) // if it fails, a later change tries again
	return nil
}

// recoverDamage is deferred. It turns a panic into errDamaged, unless the panic
// is the caller's own.
func recoverDamage(err *error) {
	switch fault := recover().(type) {
	case nil:
	case callerPanic:
		panic(fault.value)
	case damage:
		*err = fmt.Errorf("%w (%v)", errDamaged, fault.why)
	default:
		*err = fmt.Errorf("%w (%v)", errDamaged, fault)
	}
}

// A callerPanic carries a panic of the caller's function past recoverDamage.
type callerPanic struct{ value any }

// protect runs fn so that its panic is not taken for damage to the file.
func protect(fn func() error) error {
	defer func() {
		v := recover()
		if _, ours := v.(damage); ours {
			panic(v)
		}
		if v != nil {
			panic(callerPanic{v})
		}
	}()
	return fn()
}
