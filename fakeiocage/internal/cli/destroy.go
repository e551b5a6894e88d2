package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// destroy destroys jails in turn. It asks before each unless -f is given, and
// holds no lock while it waits for the answer.
func destroy(c *call, words []string) (status int, err error) {
	word, rest := first(words)
	force := word == "-f"
	if force {
		words = rest
	}
	names := separate(words)
	if len(names) == 0 { // finds and prepares the pool, as every command does
		return c.change(func(*host.Pool) int { return 0 })
	}
	for _, name := range names {
		if status, err = c.destroyOne(name, force); status != 0 || err != nil {
			return status, err
		}
	}
	return status, err
}

func (c *call) destroyOne(name string, force bool) (status int, err error) {
	if force {
		return c.change(func(p *host.Pool) int { return c.forceDestroy(p, name) })
	}
	status, err = c.change(func(p *host.Pool) int { return c.askDestroy(p, name) })
	if status != 0 || err != nil {
		return status, err
	}
	if !c.confirmed() {
		c.say.To(host.NotConfirmed)
		return c.flush(0, nil)
	}
	return c.change(func(p *host.Pool) int { return c.confirmDestroy(p, name) })
}

// destroyable returns the one jail of that name, or nil after a notice.
func (c *call) destroyable(p *host.Pool, name string) *host.Jail {
	if name == "ALL" {
		c.say.To(host.NothingToDestroy)
		return nil
	}
	j := c.find(p, name, host.NotFound)
	if j == nil {
		return nil
	}
	if clone := j.FirstClone(); clone != nil {
		c.say.To(host.HasClone, clone.UUID(), clone.Tag())
		return nil
	}
	return j
}

func (c *call) askDestroy(p *host.Pool, name string) int {
	j := c.destroyable(p, name)
	if j == nil {
		return 1
	}
	c.say.To(host.AskDestroy, j.UUID(), j.Dataset())
	return 0
}

func (c *call) confirmDestroy(p *host.Pool, name string) int {
	j := c.destroyable(p, name)
	if j == nil {
		return 1
	}
	if j.Up() {
		c.say.To(host.CannotDestroy, name)
		return 1
	}
	j.Destroy(c.say)
	return 0
}

func (c *call) forceDestroy(p *host.Pool, name string) int {
	j := c.destroyable(p, name)
	if j == nil {
		return 1
	}
	if j.Up() {
		j.Stop(c.moment, c.say)
	}
	j.Destroy(c.say)
	return 0
}
