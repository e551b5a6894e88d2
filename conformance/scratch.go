package conformance

import (
	"fmt"
	"os"
	"path"
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

	mu   sync.Mutex
	runs map[string]int // of scripts of each name so far
}

// extractScripts writes the scripts of those checks that will be run.
func extractScripts(p plan) (*scriptDir, error) {
	root, err := os.MkdirTemp(scratchFolder(), "sysadm-conformance-")
	if err != nil {
		return nil, fmt.Errorf("cannot write the scripts to disk: %v", err)
	}
	dir := &scriptDir{root: root, runs: map[string]int{}}
	written := map[string]bool{}
	for _, one := range p {
		if written[one.script] || one.Status != "" {
			continue
		}
		written[one.script] = true
		if err := dir.extract(one.Check); err != nil {
			dir.remove()
			return nil, fmt.Errorf("cannot write the scripts to disk: %v", err)
		}
	}
	return dir, nil
}

func (d *scriptDir) extract(c Check) error {
	text, err := scripts.ReadFile(c.script)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(d.path(c)), 0o700); err != nil {
		return err
	}
	return os.WriteFile(d.path(c), text, 0o600)
}

// path returns where the script of a check lies.
func (d *scriptDir) path(c Check) string { return filepath.Join(d.root, filepath.FromSlash(c.script)) }

// work returns the folder for the next run of a check's script, which makes one of
// its own there, by its name: scripts share it, their runs do not. It stays until
// all are removed: files that come and go cost more than those that only come.
func (d *scriptDir) work(c Check) (string, error) {
	name := path.Base(c.script)
	d.mu.Lock()
	run := d.runs[name]
	d.runs[name]++
	d.mu.Unlock()
	work := filepath.Join(d.root, "work", strconv.Itoa(run))
	return work, os.MkdirAll(work, 0o700)
}

// remove removes all of it; nil has nothing.
func (d *scriptDir) remove() {
	if d != nil {
		_ = os.RemoveAll(d.root)
	}
}
