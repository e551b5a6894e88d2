package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// reset gives a jail the built-in properties. For ALL it asks, and then fails
// at the first release (measured: reset).
func reset(c *call, words []string) (int, error) {
	name, _ := first(words)
	all := false
	status, err := c.change(func(p *host.Pool) int {
		j := c.quietlyNamed(p, name, host.MissingUUID)
		switch all = name == "ALL"; {
		case j == nil:
			return 1
		case all:
			c.say.To(host.AskReset)
		default:
			j.Reset(c.say)
		}
		return 0
	})
	if !all || status != 0 || err != nil {
		return status, err
	}
	if !c.confirmed() {
		c.say.To(host.NotConfirmed)
		return c.flush(1, nil)
	}
	return c.change(func(p *host.Pool) int { return resetAll(c, p) })
}

// resetAll resets every dataset by its uuid. Releases have none.
func resetAll(c *call, p *host.Pool) int {
	c.say.To(host.ResettingAll)
	for _, each := range p.Candidates() {
		j := c.quietlyNamed(p, each.Raw("host_hostuuid"), host.MissingUUID)
		if j == nil {
			return 1
		}
		j.Reset(c.say)
	}
	return 0
}
