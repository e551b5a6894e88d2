package fakeiocage

import (
	"context"
	"fmt"
	"slices"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/render"
)

// ZPool runs `zpool list` on the host and returns its exit status. No other
// zpool command is imitated. The call is not recorded.
func (h *Host) ZPool(ctx context.Context, args []string, env Env) int {
	env = env.complete()
	if !slices.Equal(args, []string{"list"}) {
		fmt.Fprintln(env.Stderr, "usage: zpool list")
		return 2
	}
	var table string
	err := h.store.View(ctx, func(h *host.Host) error {
		table = render.Pools(h.Pools)
		return nil
	})
	if err != nil {
		fmt.Fprintln(env.Stderr, "zpool:", err)
		return 1
	}
	if _, err := fmt.Fprint(env.Stdout, table); err != nil {
		return 1
	}
	return 0
}
