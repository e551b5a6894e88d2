package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
	"github.com/rogpeppe/go-internal/lockedfile"
)

// replace replaces the content of a file with what edit makes of it,
// atomically. A missing file is empty. Two writers wait for each other. The
// file's mode stays. A new file, like the lock, can be read only by its owner:
// whoever can read a lock can hold it.
func replace(path string, edit func(old []byte) ([]byte, error)) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("cannot make the folder of %s: %v", path, err)
	}
	lock, err := lockedfile.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
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
	if err := renameio.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("cannot write %s: %v", path, err)
	}
	return nil
}
