package conformance

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"github.com/sysadm-go/sysadm/conformance/internal/harness"
	"github.com/sysadm-go/sysadm/conformance/internal/outside"
	"github.com/sysadm-go/sysadm/conformance/internal/scratch"
)

// A Simulator is a Host that lets the program sysadm-sim make a new host for
// each check. One process serves all of them; a program that cannot serve many
// hosts is started for each.
type Simulator struct {
	// Path is the program; empty is sysadm-sim beside this program's own
	// executable, then on PATH.
	Path string

	// Faults names a fault file that every host is started with, in a process of
	// its own; empty is none.
	Faults string

	find sync.Once
	path string
	err  error

	mu    sync.Mutex
	asked bool           // whether the program serves many hosts
	many  *harness.Hosts // nil: it does not
}

// Start starts a simulated host in the given setting.
func (s *Simulator) Start(ctx context.Context, set Setting) (Endpoint, func() error, error) {
	s.find.Do(func() { s.path, s.err = findSimulator(s.Path) })
	if s.err != nil {
		return Endpoint{}, nil, s.err
	}
	endpoint, stop, err := s.start(ctx, set)
	if set.Outside {
		endpoint.CAFile, endpoint.Insecure = "", true // its certificate is for loopback
	}
	return endpoint, stop, err
}

// start starts a host among the many of one process, or alone.
func (s *Simulator) start(ctx context.Context, set Setting) (Endpoint, func() error, error) {
	if s.Faults == "" {
		if many := s.manyHosts(ctx); many != nil {
			return startAmong(ctx, many, set)
		}
	}
	return s.startAlone(ctx, set)
}

// manyHosts returns the process that serves them, started the first time, or nil.
func (s *Simulator) manyHosts(ctx context.Context) *harness.Hosts {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.asked {
		s.asked, s.many = true, harness.StartHosts(ctx, throwaway(), s.path)
	}
	return s.many
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

// startAmong has a process that serves many hosts start one more.
func startAmong(ctx context.Context, many *harness.Hosts, set Setting) (Endpoint, func() error, error) {
	o := harness.Order{Edition: set.Edition.Name, Compat: set.Compat.Name, Documented: set.Documented}
	if set.Levers {
		o.ManagementAddr = anyPort
	}
	if set.Outside {
		o.WSAddr, o.RESTAddr = outsidePort(), outsidePort()
	}
	ready, stop, err := many.Start(ctx, o)
	return endpointOf(ready, Endpoint{}), stop, err
}

// startAlone starts a process for one host.
func (s *Simulator) startAlone(ctx context.Context, set Setting) (Endpoint, func() error, error) {
	addr := anyPort
	if set.Outside {
		addr = outsidePort()
	}
	words := []string{
		s.path, "serve", "--edition", set.Edition.Name, "--compat", set.Compat.Name,
		"--ws-addr", addr, "--rest-addr", addr,
	}
	if set.Levers {
		words = append(words, "--management-addr", anyPort)
	}
	if s.Faults != "" {
		words = append(words, "--faults", s.Faults)
	}
	if set.Documented != "" {
		words = append(words, "--documented", set.Documented)
	}
	p, err := harness.Start(ctx, nil, words...)
	if err != nil {
		return Endpoint{}, nil, err
	}
	return endpointOf(p.Ready, Endpoint{}), p.Stop, nil
}

// Simulated is true.
func (s *Simulator) Simulated() bool { return true }

// Close ends the process that serves many hosts.
func (s *Simulator) Close() error {
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
		return "", fmt.Errorf("cannot find sysadm-sim beside this program or on PATH: build it, name it with --sim, or judge another server with --ws and --rest")
	}
	return path, nil
}

// anyPort has a simulated host choose a free port of loopback.
const anyPort = "127.0.0.1:0"

// outsidePort has it choose one of an address that is not loopback.
func outsidePort() string { return net.JoinHostPort(outside.Address(), "0") }
