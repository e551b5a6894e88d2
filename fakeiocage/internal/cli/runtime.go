package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// runtime prints the kernel's parameters of a jail, one word a line, so a value
// with a blank takes two lines (measured: runtime).
func runtime(c *call, p *host.Pool, words []string) int {
	name, _ := first(words)
	if name == "" {
		c.say.To(host.MissingUUID)
		return 1
	}
	found, refused := p.Find(name, c.say)
	if len(found) == 0 || refused {
		c.say.To(host.NotFound, name)
		return 1
	}
	if name == "ALL" {
		c.complainOfMany(p)
	}
	j := found[0]
	if !j.Up() {
		c.say.To(host.Raw, `jls: jail "`+j.KernelName()+`" not found`)
		c.say.To(host.NotUp, j.UUID())
		return 1
	}
	for _, word := range j.Runtime() {
		c.out.Printf("  %s\n", word)
	}
	return 0
}
