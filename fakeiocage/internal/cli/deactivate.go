package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// deactivate removes the mark from a pool. Without a name it does nothing.
func deactivate(c *call, words []string) (int, error) {
	name, _ := first(words)
	if name == "" {
		return c.lookHost(func(*host.Host) int { return 0 })
	}
	return c.changeHost(func(h *host.Host) int { return statusOf(h.Deactivate(name, c.say)) })
}
