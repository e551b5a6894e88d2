package cli

import (
	"slices"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// stop stops jails in turn. ALL means those that run.
func stop(c *call, p *host.Pool, words []string) int {
	halt := func(j *host.Jail) (int, bool) { return j.Stop(c.moment, c.say), false }
	all := func() int { return each(running(p), halt) }
	return c.eachNamed(p, words, all, halt)
}

func running(p *host.Pool) []*host.Jail {
	return slices.DeleteFunc(p.In(host.JailsPlace), func(j *host.Jail) bool { return !j.Up() })
}
