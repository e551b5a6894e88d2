package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// cleanJails destroys every jail (documents, "Clean Jails").
func (h *Host) cleanJails(ctx context.Context, _ *rpc.Request) (any, error) {
	if err := h.Shell.CleanJails(ctx); err != nil {
		return nil, err
	}
	return succeeded("All jails have been cleaned."), nil
}
