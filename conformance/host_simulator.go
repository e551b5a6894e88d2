package conformance

import (
	"context"
	"net"

	"github.com/sysadm-go/sysadm/conformance/internal/harness"
	"github.com/sysadm-go/sysadm/conformance/internal/outside"
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

	program harness.Simulator
}

// Start starts a simulated host in the given setting.
func (s *Simulator) Start(ctx context.Context, set Setting) (Endpoint, func() error, error) {
	o := harness.Order{Edition: set.Edition.Name, Compat: set.Compat.Name, Documented: set.Documented, Faults: s.Faults}
	if set.Levers {
		o.ManagementAddr = harness.AnyPort
	}
	if set.Outside {
		port := net.JoinHostPort(outside.Address(), "0") // any of an address that is not loopback
		o.WSAddr, o.RESTAddr = port, port
	}
	ready, stop, err := s.program.Start(ctx, s.Path, o)
	endpoint := endpointOf(ready, Endpoint{})
	if set.Outside {
		endpoint.CAFile, endpoint.Insecure = "", true // its certificate is for loopback
	}
	return endpoint, stop, err
}

// Simulated is true.
func (s *Simulator) Simulated() bool { return true }

// Close ends the process that serves many hosts.
func (s *Simulator) Close() error { return s.program.Stop() }
