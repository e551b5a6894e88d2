package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// start starts jails one after the other.
func start(c *call, p *host.Pool, words []string) int {
	word, rest := first(words)
	force := word == "-f"
	if force {
		words = rest
	}
	boot := func(j *host.Jail) (int, bool) { return j.Start(force, c.moment, c.say) }
	all := func() int { return each(p.In(host.JailsPlace), boot) }
	return c.eachNamed(p, words, all, boot)
}

// each runs fn on jails in turn until fn says to stop. It returns the last
// status.
func each(jails []*host.Jail, fn func(*host.Jail) (status int, stop bool)) (status int) {
	for _, j := range jails {
		var stop bool
		if status, stop = fn(j); stop {
			return status
		}
	}
	return status
}

// eachNamed is each for the jails named by the words. A word that names none
// ends it, and so does ALL, with the status of all.
func (c *call) eachNamed(p *host.Pool, words []string, all func() int, fn func(*host.Jail) (int, bool)) (status int) {
	for _, word := range separate(words) {
		if word == "ALL" {
			return all()
		}
		j := c.find(p, word, host.NotFound)
		if j == nil {
			return 1
		}
		var stop bool
		if status, stop = fn(j); stop {
			return status
		}
	}
	return status
}
