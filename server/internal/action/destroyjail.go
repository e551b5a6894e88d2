package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// destroyJail destroys a jail, which is stopped if it runs (documents, "Destroy
// a Jail", whose text says otherwise; the original gives iocage -f).
func (h *Host) destroyJail(ctx context.Context, r *rpc.Request) (any, error) {
	jail, err := required(r, "jail")
	if err != nil {
		return nil, err
	}
	uuid, err := h.IOCage.Destroy(ctx, jail)
	if err != nil {
		return nil, err
	}
	return succeeded(map[string]string{"Destroying": uuid}), nil
}
