package store

import (
	"errors"
	"os"
	"syscall"

	"github.com/google/renameio/v2"
	bolt "go.etcd.io/bbolt"
)

// manyPages is how many pages are free before a file is made smaller.
const manyPages = 1024

// compact puts a file of what is used in the place of host.db when three
// quarters of it are free: every change writes down which of its pages are, so
// that a host that had very many jails would be slow for ever.
//
// Nobody else may hold the old file, or wait for it. Whoever does has passed the
// gate, so that it cannot be taken, and a later change compacts. The change
// before is on the disk, so nothing that fails here matters.
func (f *Folder) compact(db *bolt.DB, file *os.File) error {
	if !isMostlyFree(db) {
		return nil
	}
	gate, err := flock(f.path()+".gate", os.O_RDWR|os.O_CREATE, syscall.LOCK_EX|syscall.LOCK_NB)
	if err != nil {
		return err
	}
	defer gate.Close()
	fresh, err := f.beside(file)
	if err != nil {
		return err
	}
	defer fresh.Cleanup()
	if err := fill(fresh.Name(), db); err != nil {
		return err
	}
	return errors.Join(fresh.CloseAtomicallyReplace(), f.sync())
}

func isMostlyFree(db *bolt.DB) bool {
	stats := db.Stats()
	free := stats.FreePageN + stats.PendingPageN
	return free >= manyPages && free >= pages(db)/4*3
}

func pages(db *bolt.DB) (n int) {
	_ = db.View(func(tx *bolt.Tx) error {
		n = int(tx.Size()) / db.Info().PageSize
		return nil
	})
	return n
}

// beside makes a file that can take the place of host.db, which is the one that
// is open, and no link to it: it has its rights and its owner.
func (f *Folder) beside(file *os.File) (*renameio.PendingFile, error) {
	open, err1 := file.Stat()
	named, err2 := os.Lstat(f.path())
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	if !os.SameFile(open, named) {
		return nil, errors.New("host.db is another file")
	}
	fresh, err := renameio.NewPendingFile(f.path(), renameio.WithTempDir(f.dir), renameio.WithStaticPermissions(open.Mode().Perm()))
	if err != nil {
		return nil, err
	}
	if owner, ok := open.Sys().(*syscall.Stat_t); ok {
		err = fresh.Chown(int(owner.Uid), int(owner.Gid))
	}
	if err != nil {
		return nil, errors.Join(err, fresh.Cleanup())
	}
	return fresh, nil
}

// fill copies the host to the file of that name, which somebody else syncs.
func fill(name string, from *bolt.DB) error {
	to, err := bolt.Open(name, 0o644, &bolt.Options{NoSync: true})
	if err != nil {
		return err
	}
	const atOnce = 4 << 20
	return errors.Join(bolt.Compact(to, from, atOnce), to.Close())
}

// sync has the folder remember which file host.db is.
func (f *Folder) sync() error {
	dir, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
