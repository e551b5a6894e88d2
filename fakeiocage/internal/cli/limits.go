package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// limits prints the resource limits in force, of all jails or of one. The
// status is 1 if no jail has any (measured: limits).
func limits(c *call, p *host.Pool, words []string) int {
	if name, _ := first(words); name != "" {
		return limitsOf(c, p, name)
	}
	c.say.To(host.ActiveLimits)
	if why := p.Host().NoRctl(); why != "" {
		c.say.To(host.Raw, why)
		return 1
	}
	rules := p.Rules()
	for _, rule := range rules {
		c.out.Printf("%s\n", rule)
	}
	return statusOf(len(rules) > 0)
}

func limitsOf(c *call, p *host.Pool, name string) int {
	found := c.findAll(p, name, host.JailNotFound)
	uuid, up := "", false
	if len(found) > 0 {
		uuid, up = found[0].UUID(), found[0].Up()
	}
	if !up {
		c.say.To(host.Raw, `jls: jail "ioc-`+uuid+`" not found`)
	}
	if why := p.Host().NoRctl(); why != "" {
		c.say.To(host.Raw, why)
	}
	if len(found) == 0 {
		c.grepForNothing()
	}
	c.say.To(host.LimitsOfJail, uuid)
	if len(found) == 0 {
		return 0
	}
	for _, rule := range found[0].ShortRules() {
		c.say.To(host.LimitLine, rule)
	}
	if up {
		c.say.To(host.CPUSet, found[0].CPUs())
	}
	return 0
}
