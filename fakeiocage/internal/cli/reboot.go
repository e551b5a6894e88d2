package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// reboot stops and starts jails. ALL means those that run.
func reboot(c *call, p *host.Pool, words []string) int {
	again := func(j *host.Jail) (int, bool) {
		if status := j.Stop(c.moment, c.say); status != 0 {
			return status, false
		}
		return j.Start(false, c.moment, c.say)
	}
	return c.eachNamed(p, words, func() int { return c.eachRunning(p, again) }, again)
}

// eachRunning runs fn on the running jails and prints the names of the others.
func (c *call) eachRunning(p *host.Pool, fn func(*host.Jail) (int, bool)) int {
	return each(p.In(host.JailsPlace), func(j *host.Jail) (int, bool) {
		if !j.Up() {
			c.say.To(host.NotRunning, j.Tag())
			return 0, false
		}
		return fn(j)
	})
}
