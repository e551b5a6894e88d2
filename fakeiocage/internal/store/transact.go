package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/blocking"
)

var errDamaged = errors.New("host.db is damaged")

// transact opens the file, runs fn in one transaction and closes it again.
//
// bbolt maps the file into memory: a file that was cut short faults when its
// missing pages are touched, and a scribbled one makes bbolt panic. Both become
// errDamaged here.
func (f *Folder) transact(ctx context.Context, write bool, fn func(*bolt.Tx) error) (err error) {
	unlock, err := f.lock(ctx, write)
	if err != nil {
		return err
	}
	defer unlock()
	var file *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if own, ok := fault.(callerPanic); ok {
			panic(own.value)
		}
		if d, ok := fault.(damage); ok {
			fault = d.why
		}
		_ = file.Close() // gives back bbolt's lock
		err = fmt.Errorf("%w (%v)", errDamaged, fault)
	}()
	db, err := bolt.Open(f.path(), 0o644, &bolt.Options{
		ReadOnly:     !write,
		Timeout:      remaining,
		FreelistType: bolt.FreelistMapType,
		NoStatistics: true,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			file, err = blocking.Open(name, flag, mode)
			return file, err
		},
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if !write {
		return db.View(fn)
	}
	return db.Update(fn)
}

// A callerPanic carries a panic of the caller's function past the recovery.
type callerPanic struct{ value any }

// protect runs fn so that its own panic is not taken for a damaged file.
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
