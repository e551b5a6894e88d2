package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// restart restarts the services of jails, which keep their jid. ALL means those
// that run.
func restart(c *call, p *host.Pool, words []string) int {
	again := func(j *host.Jail) (int, bool) { return j.Restart(c.moment, c.say), false }
	return c.eachNamed(p, words, func() int { return c.eachRunning(p, again) }, again)
}
