package conformance

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// memory is a folder that some systems keep in memory. Scripts, and what
// simulated hosts write, are thousands of small files that nobody reads later.
const memory = "/dev/shm"

// scratchFolder is where files go that do not outlive a run: the folder of
// TMPDIR if the user names one, else that in memory if it can be written to.
// Empty is what the system takes for temporary files.
func scratchFolder() string {
	if os.Getenv("TMPDIR") == "" && inMemory() {
		return memory
	}
	return ""
}

var inMemory = sync.OnceValue(func() bool {
	dir, err := os.MkdirTemp(memory, "sysadm-conformance-")
	return err == nil && os.Remove(dir) == nil
})

// A scriptDir is embedded scripts on disk, where testscript reads them, and the
// folders in which it runs them.
type scriptDir struct {
	root string

	mu      sync.Mutex
	scripts map[string]*laidScript // those that were asked for, by their embedded path
}

// A laidScript lies on disk.
type laidScript struct {
	path  string
	files bool // it comes with files, which a run may change
	runs  int  // so far
}

func newScriptDir() (*scriptDir, error) {
	root, err := os.MkdirTemp(scratchFolder(), "sysadm-conformance-")
	if err != nil {
		return nil, fmt.Errorf("cannot write the scripts to disk: %v", err)
	}
	return &scriptDir{root: root, scripts: map[string]*laidScript{}}, nil
}

// lay returns where a script lies, and the folder for its next run,
// which makes one of its own there, by the name of the script. Scripts share it; runs
// of a script that comes with files do not. It stays until all are removed: files
// that come and go cost more than those that only come.
func (d *scriptDir) lay(script string) (path, work string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	one := d.scripts[script]
	if one == nil {
		if one, err = d.write(script); err != nil {
			return "", "", err
		}
		d.scripts[script] = one
	}
	work = filepath.Join(d.root, "work", strconv.Itoa(one.runs))
	if one.files {
		one.runs++
	}
	return one.path, work, os.MkdirAll(work, 0o700)
}

func (d *scriptDir) write(script string) (*laidScript, error) {
	text, err := scripts.ReadFile(script)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(d.root, filepath.FromSlash(script))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	return &laidScript{path: path, files: bytes.Contains(text, []byte("\n-- "))}, os.WriteFile(path, text, 0o600)
}

// remove removes all of it; nil has nothing.
func (d *scriptDir) remove() {
	if d != nil {
		_ = os.RemoveAll(d.root)
	}
}
