package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/google/renameio/v2"
	"github.com/rogpeppe/go-internal/lockedfile"
)

// replace replaces the content of a file with what edit makes of it,
// atomically. A missing file is empty. Two writers wait for each other. The
// file's mode and owner stay. A new file belongs to the owner of its folder, who
// need not be root although the administrator is. Like the lock, it can be read
// only by its owner: whoever can read a lock can hold it.
func replace(path string, edit func(old []byte) ([]byte, error)) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("cannot make the folder of %s: %v", path, err)
	}
	lock, err := openLock(path + ".lock")
	if err != nil {
		return fmt.Errorf("cannot lock %s: %v", path, err)
	}
	defer lock.Close()

	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot read %s: %v", path, err)
	}
	text, err := edit(old)
	if err != nil {
		return err
	}
	if err := write(path, text); err != nil {
		return fmt.Errorf("cannot write %s: %v", path, err)
	}
	return nil
}

// openLock opens a lock, or makes it. Only one that it has made itself is given
// away: another may be a link to any file.
func openLock(path string) (*lockedfile.File, error) {
	lock, err := lockedfile.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return lockedfile.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	}
	if err != nil {
		return nil, err
	}
	if err := giveAway(lock.File, filepath.Dir(path)); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}

// write replaces a file with a new one, which is written beside it: renameio would
// prefer the system's folder for temporary files, which is everybody's.
func write(path string, text []byte) error {
	file, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)),
		renameio.WithPermissions(0o600), renameio.WithExistingPermissions())
	if err != nil {
		return err
	}
	defer file.Cleanup()
	if err := giveAway(file.File, path, filepath.Dir(path)); err != nil {
		return err
	}
	if _, err := file.Write(text); err != nil {
		return err
	}
	return file.CloseAtomicallyReplace()
}

// giveAway gives a file of root to the owner of the first path that exists.
func giveAway(file *os.File, paths ...string) error {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || os.Geteuid() != 0 {
			continue
		}
		owner := info.Sys().(*syscall.Stat_t)
		return file.Chown(int(owner.Uid), int(owner.Gid))
	}
	return nil
}
