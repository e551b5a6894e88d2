package cli

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/render"
)

// rcboot starts the jails with boot=on in order of priority. Those with the
// last priority are started in the background, where only a successful start
// shows its messages (measured: rcboot).
func rcboot(c *call, p *host.Pool, _ []string) int {
	jails := p.BootOrder()
	if len(jails) == 0 {
		c.say.To(host.NothingToBoot, p.Host().HostID)
		return 0
	}
	c.say.To(host.Booting)
	for _, j := range jails {
		if !j.Up() && j.Priority() == host.LastPriority {
			c.startBehind(j)
			continue
		}
		if status, stop := j.Start(false, c.moment, c.say); stop {
			return status
		}
	}
	return 0
}

// startBehind starts a jail in the background. Its errors go to the same stream
// as its output.
func (c *call) startBehind(j *host.Jail) {
	c.say.To(host.StartingBehind, j.UUID())
	var said render.Output
	status, _ := j.Start(false, c.moment, said.Say)
	if status == 0 {
		c.out.Printf("%s", said.Text())
	}
}
