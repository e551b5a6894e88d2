package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"
)

// File returns the content of a small file that is stored beside the host. The
// name may contain slashes. It returns nil if the file does not exist.
func (f *Folder) File(name string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(f.dir, filepath.FromSlash(name)))
	if os.IsNotExist(err) { // errors.Is would cost the common case, a missing file, the building of a method table
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read what is kept beside the host: %w", err)
	}
	return data, nil
}

// ChangeFile replaces the content of a file by the result of fn, atomically;
// nil removes the file. No other change is made meanwhile.
func (f *Folder) ChangeFile(ctx context.Context, name string, fn func([]byte) ([]byte, error)) error {
	db, err := f.lock(ctx, true)
	if err != nil {
		return f.explain("change", err)
	}
	defer db.Close()
	old, err := f.File(name)
	if err != nil {
		return err
	}
	changed, err := fn(old)
	if err != nil || bytes.Equal(old, changed) && (old == nil) == (changed == nil) {
		return err
	}
	return f.explain("change", f.replace(filepath.Join(f.dir, filepath.FromSlash(name)), changed))
}

func (f *Folder) replace(path string, content []byte) error {
	if content == nil {
		return os.Remove(path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return renameio.WriteFile(path, content, 0o644, renameio.WithTempDir(f.dir))
}

// Files returns the names of the files in a folder beside the host, sorted.
func (f *Folder) Files(folder string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(f.dir, filepath.FromSlash(folder)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("cannot read what is kept beside the host: %w", err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, folder+"/"+e.Name())
	}
	return names, nil
}

// File is like Folder.File, in memory.
func (m *Memory) File(name string) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return bytes.Clone(m.files[name]), nil
}

// ChangeFile is like Folder.ChangeFile, in memory.
func (m *Memory) ChangeFile(_ context.Context, name string, fn func([]byte) ([]byte, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.changes.Add(1)
	changed, err := fn(bytes.Clone(m.files[name]))
	switch {
	case err != nil:
		return err
	case changed == nil:
		delete(m.files, name)
	default:
		m.files[name] = bytes.Clone(changed)
	}
	return nil
}

// Files is like Folder.Files, in memory.
func (m *Memory) Files(folder string) ([]string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	inside := func(name string) bool { return strings.HasPrefix(name, folder+"/") }
	return slices.DeleteFunc(slices.Sorted(maps.Keys(m.files)), func(name string) bool { return !inside(name) }), nil
}
