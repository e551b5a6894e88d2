package logbook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// openFile returns a file to append to. It keeps the file open for later
// entries as long as the path still names that file: somebody may move or
// remove it.
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

// stands reports whether the path still names the file.
func stands(f *os.File, path string) bool {
	open, err := f.Stat()
	there, thereErr := os.Stat(path)
	return err == nil && thereErr == nil && os.SameFile(open, there)
}

// openToAppend opens a file. It makes the file and its folder if they are
// missing.
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

// closeFile closes a file and reports errors: some file systems report a full
// disk only then.
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
