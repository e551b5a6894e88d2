package conformance

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// A Simulator is a Host that starts the program sysadm-sim anew for each
// check.
type Simulator struct {
	// Path is the program; empty is sysadm-sim beside this program's own
	// executable, then on PATH.
	Path string

	// Faults names a fault file that every host is started with; empty is none.
	Faults string

	find sync.Once
	path string
	err  error
}

// Start starts a simulated host in the given setting.
func (s *Simulator) Start(ctx context.Context, set Setting) (Endpoint, func() error, error) {
	s.find.Do(func() { s.path, s.err = findSimulator(s.Path) })
	if s.err != nil {
		return Endpoint{}, nil, s.err
	}
	words := []string{
		s.path, "serve", "--edition", set.Edition.Name, "--compat", set.Compat.Name,
		"--ws-addr", "127.0.0.1:0", "--rest-addr", "127.0.0.1:0",
	}
	if s.Faults != "" {
		words = append(words, "--faults", s.Faults)
	}
	if set.Documented != "" {
		words = append(words, "--documented", set.Documented)
	}
	p, err := startProcess(ctx, nil, words...)
	if err != nil {
		return Endpoint{}, nil, err
	}
	return p.endpoint(Endpoint{}), p.stop, nil
}

// Simulated is true.
func (s *Simulator) Simulated() bool { return true }

// Close does nothing: every check ends what it started.
func (s *Simulator) Close() error { return nil }

// findSimulator looks for the program where a build puts it, then on PATH.
func findSimulator(named string) (string, error) {
	if named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("cannot find the simulated host: %v", err)
		}
		return path, nil
	}
	if self, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(self), "sysadm-sim")
		if path, err := exec.LookPath(beside); err == nil {
			return path, nil
		}
	}
	path, err := exec.LookPath("sysadm-sim")
	if err != nil {
		return "", fmt.Errorf("cannot find sysadm-sim beside this program or on PATH: build it, name it with --sim, or judge another server with --ws and --rest")
	}
	return path, nil
}
