package harness

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"github.com/sysadm-go/sysadm/conformance/internal/scratch"
)

// AnyPort has a simulated host choose a free port of loopback.
const AnyPort = "127.0.0.1:0"

// A Simulator is the program sysadm-sim. One process serves all hosts; a program that
// cannot serve many hosts is started for each.
type Simulator struct {
	find sync.Once
	path string
	err  error

	mu    sync.Mutex
	asked bool   // whether the program serves many hosts
	many  *Hosts // nil: it does not
}

// Start starts a host. The program is the one that is named at the first start; "" is
// sysadm-sim beside this program's own executable, then on PATH.
func (s *Simulator) Start(ctx context.Context, named string, o Order) (Ready, func() error, error) {
	s.find.Do(func() { s.path, s.err = findSimulator(named) })
	if s.err != nil {
		return Ready{}, nil, s.err
	}
	if o.Faults == "" {
		if many := s.manyHosts(ctx); many != nil {
			return many.Start(ctx, o)
		}
	}
	p, err := Start(ctx, nil, append([]string{s.path, "serve"}, o.flags()...)...)
	if err != nil {
		return Ready{}, nil, err
	}
	return p.Ready, p.Stop, nil
}

// manyHosts returns the process that serves them, started the first time, or nil.
func (s *Simulator) manyHosts(ctx context.Context) *Hosts {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.asked {
		s.asked, s.many = true, StartHosts(ctx, throwaway(), s.path)
	}
	return s.many
}

// flags are the order on a command line.
func (o Order) flags() (words []string) {
	for _, flag := range []struct{ name, value string }{
		{"--edition", o.Edition},
		{"--compat", o.Compat},
		{"--ws-addr", cmp.Or(o.WSAddr, AnyPort)},
		{"--rest-addr", cmp.Or(o.RESTAddr, AnyPort)},
		{"--management-addr", o.ManagementAddr},
		{"--faults", o.Faults},
		{"--documented", o.Documented},
	} {
		if flag.value != "" {
			words = append(words, flag.name, flag.value)
		}
	}
	return words
}

// throwaway is the environment of a simulator whose hosts come and go: their
// files are in memory, and it collects garbage less often.
func throwaway() (env []string) {
	if dir := scratch.Folder(); dir != "" {
		env = append(env, "TMPDIR="+dir)
	}
	if os.Getenv("GOGC") == "" {
		env = append(env, "GOGC=400")
	}
	return env
}

// Stop ends the process that serves many hosts.
func (s *Simulator) Stop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	many := s.many
	s.asked, s.many = false, nil
	if many == nil {
		return nil
	}
	return many.Stop()
}

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
		return "", errors.New("cannot find sysadm-sim beside this program or on PATH: build it, name it with --sim, or judge another server with --ws and --rest")
	}
	return path, nil
}
