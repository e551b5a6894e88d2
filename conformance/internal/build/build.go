// Package build builds programs of this module for tests that start them.
package build

import (
	"fmt"
	"os"
	"os/exec"
)

// Programs builds programs, which are named as in cmd, into a folder. It does so
// with the flags of make build, and whatever those of the test: what is compiled
// with other flags is compiled anew, down to the standard library.
func Programs(folder string, names ...string) error {
	args := []string{"build", "-trimpath", "-ldflags", "-s -w", "-o", folder}
	for _, name := range names {
		args = append(args, "github.com/sysadm-go/sysadm/cmd/"+name)
	}
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("cannot build %v: %w: %s", names, err, out)
	}
	return nil
}
