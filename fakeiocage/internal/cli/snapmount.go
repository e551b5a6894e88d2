package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// snapmount mounts a snapshot of a jail on a folder of the host. A missing
// snapshot is ignored silently (measured: snapmount).
func snapmount(c *call, p *host.Pool, words []string) int {
	word, rest := first(words)
	folder, _ := first(rest)
	name, snap := snapshotOf(word)
	j := c.quietlyNamed(p, name, host.MissingJail)
	switch {
	case j == nil:
		return 1
	case snap == "":
		c.say.To(host.MissingSnapshot)
		return 1
	case folder == "":
		c.say.To(host.NoDestination)
		return 1
	case !p.Host().HasFolder(folder):
		c.say.To(host.BadDestination)
		return 1
	}
	j.MountSnapshot(snap, folder)
	return 0
}
