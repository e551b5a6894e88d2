// Package scratch finds the folder for files that are needed only during a run,
// such as scripts.
package scratch

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"sync"
)

// memory is a folder that some systems keep in memory. Scripts, and what
// simulated hosts write, are thousands of small files that nobody reads later.
const memory = "/dev/shm"

// Folder is where files go that do not outlive a run: the folder of
// TMPDIR if the user names one, else that in memory if it can be written to.
// Empty is what the system takes for temporary files.
func Folder() string {
	if os.Getenv("TMPDIR") == "" && inMemory() {
		return memory
	}
	return ""
}

var inMemory = sync.OnceValue(func() bool {
	dir, err := os.MkdirTemp(memory, "sysadm-conformance-")
	return err == nil && os.Remove(dir) == nil
})

// Scripts are embedded scripts on disk, where testscript reads them, and the folders
// in which it runs them.
type Scripts struct {
	embedded fs.ReadFileFS
	root     string

	mu   sync.Mutex
	laid map[string]*laidScript // those that were asked for, by their embedded path
}

// A laidScript lies on disk.
type laidScript struct {
	path  string
	files bool // it comes with files, which a run may change
	runs  int  // so far
}

// NewScripts has no script on disk yet.
func NewScripts(embedded fs.ReadFileFS) (*Scripts, error) {
	root, err := os.MkdirTemp(Folder(), "sysadm-conformance-")
	if err != nil {
		return nil, fmt.Errorf("cannot write the scripts to disk: %v", err)
	}
	return &Scripts{embedded: embedded, root: root, laid: map[string]*laidScript{}}, nil
}

// Lay returns where a script lies, and the folder for its next run, which makes one
// of its own there, by the name of the script. Scripts of one folder share it; runs of
// a script that comes with files do not. It stays until all are removed: files that
// come and go cost more than those that only come.
func (s *Scripts) Lay(script string) (file, work string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.laid[script]
	if one == nil {
		if one, err = s.write(script); err != nil {
			return "", "", err
		}
		s.laid[script] = one
	}
	work = filepath.Join(s.root, "work", filepath.FromSlash(path.Dir(script)), strconv.Itoa(one.runs))
	if one.files {
		one.runs++
	}
	return one.path, work, os.MkdirAll(work, 0o700)
}

func (s *Scripts) write(script string) (*laidScript, error) {
	text, err := s.embedded.ReadFile(script)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(s.root, filepath.FromSlash(script))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	return &laidScript{path: file, files: bytes.Contains(text, []byte("\n-- "))}, os.WriteFile(file, text, 0o600)
}

// Remove removes all of it; nil has nothing.
func (s *Scripts) Remove() {
	if s != nil {
		_ = os.RemoveAll(s.root)
	}
}
