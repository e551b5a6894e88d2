package store

import (
	"errors"
	"os"
	"syscall"

	"github.com/google/renameio/v2"
	bolt "go.etcd.io/bbolt"
)

// manyPages is how many free pages it takes for a file to be compacted.
const manyPages = 1024

// compact replaces host.db by a copy without free pages when three quarters of
// its pages are free. Every change writes the list of free pages, so a host
// that once had very many jails would otherwise stay slow.
//
// Nobody else may hold or wait for the old file. If another process has passed
// the gate, the gate cannot be taken, and a later change compacts. The last
// change is already on the disk, so a failure here does no harm.
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

// beside makes a temporary file that can replace host.db, with the same
// permissions and owner. It fails unless host.db is the open file, and not a
// link to it.
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

// fill copies the host into the named file. The caller syncs it.
func fill(name string, from *bolt.DB) error {
	to, err := bolt.Open(name, 0o644, &bolt.Options{NoSync: true})
	if err != nil {
		return err
	}
	const atOnce = 4 << 20
	return errors.Join(bolt.Compact(to, from, atOnce), to.Close())
}

// sync makes the rename of host.db durable.
func (f *Folder) sync() error {
	dir, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
