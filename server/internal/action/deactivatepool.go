package action

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// deactivatePool ends a pool's use by iocage (documents, "Deactivate a Pool").
func (h *Host) deactivatePool(ctx context.Context, r *rpc.Request) (any, error) {
	pool, err := required(r, "pool")
	if err != nil {
		return nil, err
	}
	if err := h.Iocage.Deactivate(ctx, pool); err != nil {
		return nil, err
	}
	return succeeded(fmt.Sprintf("pool %s deactivated.", pool)), nil
}
