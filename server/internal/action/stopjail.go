package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// stopJail stops one jail and returns what iocage printed, under the name in
// the request (documents, "Stop a Jail").
func (h *Host) stopJail(ctx context.Context, r *rpc.Request) (any, error) {
	jail, err := required(r, "jail")
	if err != nil {
		return nil, err
	}
	transcript, err := h.Shell.Stop(ctx, jail)
	if err != nil {
		return nil, err
	}
	return map[string]any{jail: transcript}, nil
}
