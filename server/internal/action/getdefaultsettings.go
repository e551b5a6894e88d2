package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// getDefaultSettings lists the settings of jails that do not override them
// (documents, "Default Settings").
func (h *Host) getDefaultSettings(ctx context.Context, _ *rpc.Request) (any, error) {
	settings, err := h.Shell.Defaults(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]any{"defaults": settings}, nil
}
