package action

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// activatePool makes a pool the one that iocage uses. Without a pool it returns
// the one in use (documents, "Activate a Pool").
func (h *Host) activatePool(ctx context.Context, r *rpc.Request) (any, error) {
	pool, found, err := optional(r, "pool")
	if err != nil {
		return nil, err
	}
	if !found || pool == "" && h.Compat.LooseArguments {
		return h.activePool(ctx)
	}
	if err := h.Iocage.Activate(ctx, pool); err != nil {
		return nil, err
	}
	return succeeded(fmt.Sprintf("pool %s activated.", pool)), nil
}

func (h *Host) activePool(ctx context.Context) (any, error) {
	pool, err := h.Iocage.ActivePool(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]any{"currently active": map[string]string{"pool": pool}}, nil
}
