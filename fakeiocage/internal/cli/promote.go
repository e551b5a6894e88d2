package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// promote makes a clone independent of what it was cloned from. ALL means every
// dataset that a name may stand for.
func promote(c *call, p *host.Pool, words []string) int {
	name, _ := first(words)
	j := c.named(p, name, host.MissingUUID)
	if j == nil {
		return 1
	}
	for _, j := range c.meant(p, name, j) {
		j.Promote(c.say)
	}
	return 0
}
