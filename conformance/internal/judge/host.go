package judge

import (
	"context"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// A Host is where scripts judge: its server, and who attends that.
type Host struct {
	Server    probe.Server
	Attendant *attendant.Attendant

	User, Password             string
	Operator, OperatorPassword string // of a user who may not run commands
	Levers                     string // where a simulated host takes orders

	logins  logins  // that scripts have left to others
	settled settled // jails
}

// Reset has a simulated host be as new.
func (h *Host) Reset(ctx context.Context) error {
	return work(ctx, h.Levers, []string{"reset"}, nil)
}

// Close closes the connections that are kept.
func (h *Host) Close() {
	h.Attendant.Close()
	h.logins.close()
}
