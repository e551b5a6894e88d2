package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// execJail runs a command in a jail as one of its users and returns what it
// printed (documents, "Run Command").
func (h *Host) execJail(ctx context.Context, r *rpc.Request) (any, error) {
	jail, err := required(r, "jail")
	if err != nil {
		return nil, err
	}
	user, err := required(r, "user")
	if err != nil {
		return nil, err
	}
	command, err := required(r, "command")
	if err != nil {
		return nil, err
	}
	printed, err := h.Shell.Execute(ctx, jail, user, command)
	if err != nil {
		return nil, err
	}
	return succeeded(printed), nil
}
