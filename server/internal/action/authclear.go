package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// authClear ends the caller's token for everybody who uses it. It has no reply.
func (h *Host) authClear(ctx context.Context, r *rpc.Request) (any, error) {
	h.Logins.Logout(ctx, r.Caller.Address, r.Caller.Token)
	r.Caller.Forget()
	return rpc.NoReply, nil
}
