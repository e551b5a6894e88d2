package process

import (
	"fmt"
	"os/exec"
	"path/filepath"
)

// Programs is the folder of the measured programs; empty means PATH.
type Programs string

// Find returns the path of a program.
func (p Programs) Find(name string) (string, error) {
	path, err := exec.LookPath(filepath.Join(string(p), name))
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return "", fmt.Errorf("cannot find %s, which is to be measured: build it with make build, and name its folder with --bin: %v", name, err)
	}
	return path, nil
}
