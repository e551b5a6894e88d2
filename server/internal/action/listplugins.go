package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A ListedPlugin is a plugin that jails can be made from, in the reply to
// listplugins.
type ListedPlugin struct {
	Description string `json:"description"`
	ID          string `json:"id"`
	Name        string `json:"name"`
}

// listPlugins lists the plugins of the index by id, and the jails made from
// plugins by tag and jid (documents of 2017-06-05, "List Plugins").
func (h *Host) listPlugins(ctx context.Context, _ *rpc.Request) (any, error) {
	return h.bothLists(ctx,
		func() (any, error) {
			installed, err := h.Python.InstalledPlugins(ctx)
			if err != nil {
				return nil, err
			}
			return listedRows(installed.Value.Rows, keyOfPlugin), nil
		},
		func() (any, error) {
			plugins, err := h.Python.RemotePlugins(ctx)
			listed := map[string]ListedPlugin{}
			for _, p := range plugins {
				listed[p.ID] = ListedPlugin{Description: p.Description, ID: p.ID, Name: p.Name}
			}
			return listed, err
		})
}

func keyOfPlugin(row iocage.Row) string { return row.Tag + "_" + keyOfJail(row) }
