package action

import (
	"context"
	"maps"

	"github.com/sysadm-go/sysadm/schemas/prop"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// getJailSettings lists the settings of one jail under the name it was asked
// by (documents, "Jail Settings").
func (h *Host) getJailSettings(ctx context.Context, r *rpc.Request) (any, error) {
	jail, err := required(r, "jail")
	if err != nil {
		return nil, err
	}
	settings, err := h.IOCage.Settings(ctx, jail)
	if err != nil {
		return nil, err
	}
	if !h.Edition.SettingsWithZFS {
		maps.DeleteFunc(settings, isZFS)
	}
	return map[string]any{jail: settings}, nil
}

func isZFS(name, _ string) bool {
	p, known := prop.Find(name)
	return known && p.Group == prop.ZFS
}
