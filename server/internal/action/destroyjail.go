package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// destroyJail destroys a jail and stops it first if it runs (documents,
// "Destroy a Jail"; their text says otherwise, but the original passes -f to
// iocage).
func (h *Host) destroyJail(ctx context.Context, r *rpc.Request) (any, error) {
	jail, err := required(r, "jail")
	if err != nil {
		return nil, err
	}
	uuid, err := h.Shell.Destroy(ctx, jail)
	if err != nil {
		return nil, err
	}
	return succeeded(map[string]string{"Destroying": uuid}), nil
}
