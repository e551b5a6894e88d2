package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// cleanReleases destroys every release (documents, "Clean Releases").
func (h *Host) cleanReleases(ctx context.Context, _ *rpc.Request) (any, error) {
	if err := h.Iocage.CleanReleases(ctx); err != nil {
		return nil, err
	}
	return succeeded("All RELEASEs have been cleaned."), nil
}
