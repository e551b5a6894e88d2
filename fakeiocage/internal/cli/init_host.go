package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// initHost would prepare another host; none can be reached.
func initHost(c *call, _ *host.Pool, words []string) int {
	address, rest := first(words)
	pool, _ := first(rest)
	if address == "" || pool == "" {
		c.say.To(host.MissingHost)
		return 1
	}
	c.say.To(host.NoRemotePool, address, pool)
	return 1
}
