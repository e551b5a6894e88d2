package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// query lists what can be used on this host now (documents, "Server
// Subsystems"). It ignores its arguments.
func (h *Host) query(_ context.Context, r *rpc.Request) (any, error) {
	return r.Router.Available(r.Identity), nil
}
