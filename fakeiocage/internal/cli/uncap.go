package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// uncap removes the resource limits of a jail. At the end it searches for
// remaining rules, so its status is 1 if all went well (measured: uncap).
func uncap(c *call, p *host.Pool, words []string) int {
	name, _ := first(words)
	if name == "" {
		c.say.To(host.MissingUUID)
		return 1
	}
	found := c.findAll(p, name, host.JailNotFound)
	c.say.To(host.ReleasingLimits)
	noRctl := p.Host().NoRctl()
	switch {
	case noRctl != "":
		c.say.To(host.Raw, noRctl)
	case len(found) == 0 || !found[0].ReleaseLimits():
		c.say.To(host.Raw, "rctl: rctl_remove_rule: No such process")
	}
	c.say.To(host.ListingLimits)
	if noRctl != "" {
		c.say.To(host.Raw, noRctl)
	}
	if len(found) == 0 {
		c.grepForNothing()
		return 2
	}
	return 1
}
