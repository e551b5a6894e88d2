package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// snapumount unmounts a snapshot that snapmount mounted.
func snapumount(c *call, p *host.Pool, words []string) int {
	word, _ := first(words)
	name, snap := snapshotOf(word)
	j := c.quietlyNamed(p, name, host.MissingJail)
	switch {
	case j == nil:
		return 1
	case snap == "":
		c.say.To(host.MissingSnapshot)
		return 1
	case !j.UnmountSnapshot(snap):
		c.say.To(host.NotMounted)
		return 1
	}
	return 0
}
