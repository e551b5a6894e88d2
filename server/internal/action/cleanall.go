package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// cleanAll destroys all that iocage keeps on the active pool (documents, "Clean All").
func (h *Host) cleanAll(ctx context.Context, _ *rpc.Request) (any, error) {
	if err := h.Shell.CleanAll(ctx); err != nil {
		return nil, err
	}
	return succeeded("All iocage datasets have been cleaned."), nil
}
