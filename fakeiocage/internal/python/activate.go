package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// activate makes one pool the active one; the others lose the mark
// (lib/iocage.py).
func activate(c *call, values click.Values) error {
	name := values.Argument("zpool")
	return c.changeHost(func(h *host.Host) error {
		chosen := h.Pool(name)
		if chosen == nil {
			return refusef("ZFS pool '%s' not found!", name)
		}
		for _, p := range h.Pools {
			unmark(p)
		}
		chosen.Comment = activeMark
		c.printf("ZFS pool '%s' successfully activated.", name)
		return nil
	})
}
