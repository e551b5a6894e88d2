package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// listReleases lists the releases on this host and those that can be fetched
// (documents of 2017-06-05, "List Releases").
func (h *Host) listReleases(ctx context.Context, _ *rpc.Request) (any, error) {
	return h.bothLists(ctx,
		func() (any, error) {
			local, err := h.Python.Releases(ctx)
			if len(local) == 0 {
				local = []string{""} // as the documents show it
			}
			return local, err
		},
		func() (any, error) {
			remote, err := h.Python.RemoteReleases(ctx)
			if remote == nil {
				remote = []string{}
			}
			return remote, err
		})
}
