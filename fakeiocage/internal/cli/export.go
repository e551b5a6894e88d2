package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// export writes a jail that is down to a file in /iocage/images. It reads the
// jail's properties before it checks that the jail exists (measured: export).
func export(c *call, p *host.Pool, words []string) int {
	name, _ := first(words)
	found, _ := c.datasets(p, name)
	uuid := c.uuidOf(p, name)
	if uuid == "" || len(found) == 0 {
		c.missProperties(4)
		c.grepForNothing()
		if name == "" {
			c.say.To(host.MissingName)
		} else {
			c.say.To(host.NotFoundAtAll, name)
		}
		return 1
	}
	if found[0].Up() {
		c.say.To(host.ExportRunning, uuid)
		return 1
	}
	found[0].Export(c.now, c.say)
	return 0
}
