package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// deactivate removes the mark from a pool. Without a name it does nothing.
func deactivate(c *call, words []string) (int, error) {
	return c.changeHost(func(h *host.Host) int {
		name := c.poolName(words)
		return statusOf(name == "" || h.Deactivate(name, c.say))
	})
}
