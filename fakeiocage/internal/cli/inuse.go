package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// inuse prints the resources that one jail, or every running jail, uses
// (measured: inuse).
func inuse(c *call, p *host.Pool, words []string) int {
	name, _ := first(words)
	if name == "" {
		inuseAll(c, p)
		return 0
	}
	j := c.named(p, name, host.MissingUUID)
	if j == nil {
		return 1
	}
	c.say.To(host.Consumed)
	if why := p.Host().NoRctl(); why != "" {
		c.say.To(host.Raw, why)
		return 1
	}
	for _, u := range j.Usage() {
		c.out.Printf("%s=%s\n", u.Resource, u.Amount)
	}
	return 0
}

// inuseAll prints a line with commas for each running jail. A jail that is down
// makes the original's test fail.
func inuseAll(c *call, p *host.Pool) {
	why := p.Host().NoRctl()
	for i, j := range listed(p) {
		header, line := []string{"UUID", "TAG"}, []string{j.UUID(), j.Tag()}
		for _, u := range j.Usage() {
			header = append(header, u.Resource)
			if why == "" {
				line = append(line, u.Amount)
			}
		}
		if why != "" {
			c.say.To(host.Raw, why)
		}
		if i == 0 {
			c.out.Printf("%s\n", strings.Join(header, ","))
		}
		if !j.Up() {
			c.say.To(host.Raw, "[: -gt: unexpected operator")
			continue
		}
		c.out.Printf("%s\n", strings.Join(line, ","))
	}
}
