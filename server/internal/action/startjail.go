package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// startJail starts one jail and returns what iocage printed, under the name in
// the request (documents, "Start a Jail").
func (h *Host) startJail(ctx context.Context, r *rpc.Request) (any, error) {
	jail, err := required(r, "jail")
	if err != nil {
		return nil, err
	}
	transcript, err := h.Shell.Start(ctx, jail)
	if err != nil {
		return nil, err
	}
	return map[string]any{jail: transcript}, nil
}
