package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// cleanTemplates destroys every template (documents, "Clean Templates").
func (h *Host) cleanTemplates(ctx context.Context, _ *rpc.Request) (any, error) {
	if err := h.Iocage.CleanTemplates(ctx); err != nil {
		return nil, err
	}
	return succeeded("All templates have been cleaned."), nil
}
