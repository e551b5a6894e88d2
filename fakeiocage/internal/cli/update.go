package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// update updates the system of a jail, or with -P the ports of a release. With
// -n it only checks what came from a repository (measured: update).
func update(c *call, p *host.Pool, words []string) int {
	word, rest := first(words)
	name, _ := first(rest)
	switch {
	case word == "-n":
		c.datasets(p, name)
		if c.uuidOf(p, name) == "" {
			c.missProperties(2)
		}
		return 0
	case portsSwitch(word):
		if !p.Installed(name) {
			c.say.To(host.NoRelease, name)
			return 1
		}
		return 0
	}
	found, _ := c.datasets(p, word)
	if c.uuidOf(p, word) == "" || len(found) == 0 {
		c.missProperties(3)
		c.say.To(host.UpdateSnapshot)
		c.say.To(host.MissingJail)
		return 1
	}
	found[0].Update(word, c.moment, c.say)
	return 0
}
