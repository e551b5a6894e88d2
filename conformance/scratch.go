package conformance

import (
	"fmt"
	"os"
	"path/filepath"
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

// A scriptDir is embedded scripts on disk, where testscript reads them.
type scriptDir struct{ root string }

// extractScripts writes the scripts of those checks that will be run.
func extractScripts(p plan) (dir scriptDir, err error) {
	if dir.root, err = os.MkdirTemp(scratchFolder(), "sysadm-conformance-"); err != nil {
		return scriptDir{}, fmt.Errorf("cannot write the scripts to disk: %v", err)
	}
	for _, one := range p {
		if one.Status != "" {
			continue
		}
		if err := dir.extract(one.Check); err != nil {
			dir.remove()
			return scriptDir{}, fmt.Errorf("cannot write the scripts to disk: %v", err)
		}
	}
	return dir, nil
}

func (d scriptDir) extract(c Check) error {
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
func (d scriptDir) path(c Check) string { return filepath.Join(d.root, filepath.FromSlash(c.script)) }

// work makes a folder for one run of a script. It stays until all are removed:
// files that come and go cost more than those that only come.
func (d scriptDir) work() (string, error) { return os.MkdirTemp(d.root, "work-") }

func (d scriptDir) remove() {
	if d.root != "" {
		_ = os.RemoveAll(d.root)
	}
}
