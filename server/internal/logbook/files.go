package logbook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// openFile returns a file to append to. It stays open for what comes next, as long
// as it is the one that stands there: it may be moved away or removed.
func (b *Book) openFile(path string) (*os.File, error) {
	if f := b.files[path]; f != nil {
		if stands(f, path) {
			return f, nil
		}
		b.closeFile(path)
	}
	f, err := openToAppend(path)
	if err == nil {
		b.files[path] = f
	}
	return f, err
}

// stands reports whether a file is the one at a path.
func stands(f *os.File, path string) bool {
	open, err := f.Stat()
	there, thereErr := os.Stat(path)
	return err == nil && thereErr == nil && os.SameFile(open, there)
}

// openToAppend opens a file, and makes it and its folder if they are missing.
func openToAppend(path string) (*os.File, error) {
	const flags = os.O_RDWR | os.O_APPEND | os.O_CREATE
	f, err := os.OpenFile(path, flags, 0o600)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(path, flags, 0o600)
}

// closeFile closes a file; some file systems say only then that the disk is full.
func (b *Book) closeFile(path string) {
	if err := b.files[path].Close(); err != nil {
		b.options.Logger.Error("entries of the logs for clients may be lost", "file", path, "reason", err)
	}
	delete(b.files, path)
}

func (b *Book) closeFiles() {
	for path := range b.files {
		b.closeFile(path)
	}
}
