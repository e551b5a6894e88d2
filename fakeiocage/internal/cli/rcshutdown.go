package cli

import (
	"slices"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// rcshutdown stops the running jails with boot=on in the reverse order of
// rcboot.
func rcshutdown(c *call, p *host.Pool, _ []string) int {
	jails := p.BootOrder()
	if len(jails) == 0 {
		c.say.To(host.NothingToBoot, p.Host().HostID)
		return 0
	}
	c.say.To(host.ShuttingDown)
	for _, j := range slices.Backward(jails) {
		if j.Up() {
			j.Stop(c.moment, c.say)
		}
	}
	return 0
}
