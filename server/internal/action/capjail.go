package action

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// capJail applies the resource limits of a jail again (documents, "Cap a Jail").
func (h *Host) capJail(ctx context.Context, r *rpc.Request) (any, error) {
	jail, err := required(r, "jail")
	if err != nil {
		return nil, err
	}
	if err := h.Shell.Cap(ctx, jail); err != nil {
		return nil, err
	}
	return succeeded(fmt.Sprintf("jail %s capped.", jail)), nil
}
