package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// deactivate takes the mark from a pool. The program lost it on 2017-04-04
// (iocage 994b63d, cli/deactivate.py); the documents of June have an action for
// it all the same.
func deactivate(c *call, values click.Values) error {
	name := values.Argument("zpool")
	return c.changeHost(func(h *host.Host) error {
		p := h.Pool(name)
		if p == nil {
			c.printf("Pool: %s does not exist!", name)
			return exit(1, "")
		}
		unmark(p)
		c.printf("%s successfully deactivated.", name)
		return nil
	})
}
