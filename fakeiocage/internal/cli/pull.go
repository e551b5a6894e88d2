package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// pull would update a jail from the repository that it came from. Here no jail
// came from one.
func pull(c *call, p *host.Pool, words []string) int {
	name, _ := first(words)
	if name == "" {
		c.say.To(host.MissingPull)
		return 1
	}
	if c.uuidOf(p, name) == "" {
		c.missProperties(1)
	}
	c.say.To(host.CheckingPlugins)
	c.say.To(host.Raw, "fatal: not a git repository (or any of the parent directories): .git")
	return 0
}
