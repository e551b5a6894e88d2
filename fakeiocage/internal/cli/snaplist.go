package cli

import (
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// snaplist prints the snapshots of a jail's dataset. It does not show those of
// the root only, which a plain `snapshot` makes (measured: snaplist).
func snaplist(c *call, p *host.Pool, words []string) int {
	name, _ := first(words)
	j := c.named(p, name, host.MissingUUID)
	if j == nil {
		return 1
	}
	c.out.Printf("%-36s  %-21s  %s   %s\n", "NAME", "CREATED", "RSIZE", "USED")
	for _, j := range c.meant(p, name, j) {
		c.listSnapshots(j)
	}
	return 0
}

func (c *call) listSnapshots(j *host.Jail) {
	for _, s := range j.Listed() {
		created := time.Unix(s.Created, 0).In(c.now.Location())
		c.out.Printf("%-36s  %-21s  %s    %s\n", s.Name, created.Format("Mon Jan _2 15:04 2006"), host.SnapshotSize, "0")
	}
}
