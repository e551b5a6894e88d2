package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// snapremove removes a snapshot, or all that snaplist shows (measured:
// snapremove).
func snapremove(c *call, p *host.Pool, words []string) int {
	word, _ := first(words)
	name, snap := snapshotOf(word)
	if name == "" || snap == "" {
		c.say.To(host.MissingSnapName)
		return 1
	}
	found, ok := c.datasets(p, name)
	if !ok {
		return 1
	}
	if len(found) == 0 {
		c.say.To(host.NoJailDataset)
		return 1
	}
	if name == "ALL" {
		c.complainOfMany(p)
	}
	if snap == "ALL" {
		return removeAll(found, c.say)
	}
	c.say.To(host.RemovingSnap, snap)
	if len(found) > 1 {
		c.say.To(host.Raw, "too many arguments") // of zfs(8)
		return 2
	}
	objections := found[0].RemoveSnapshot(snap)
	c.say.All(objections)
	return host.StatusOf(objections)
}

// removeAll removes the snapshots of each dataset, and returns the last status.
func removeAll(found []*host.Jail, say host.Say) (status int) {
	for _, j := range found {
		status = j.RemoveSnapshots(say)
	}
	return status
}
