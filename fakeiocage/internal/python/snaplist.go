package python

import (
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func snaplistOptions() []click.Option {
	return []click.Option{{Key: "script", Names: []string{"--header", "-h", "-H"}, Help: "Print lines with tabs, without a heading."}}
}

// snaplist prints the snapshots of a jail and of its root, not those of its
// dataset data (cli/snaplist.py).
func snaplist(c *call, values click.Values) error {
	return c.look(c.withJail(values.Argument("jail"), func(p *host.Pool, j named) error {
		var rows [][]string
		if owner := j.target(p); owner != nil {
			rows = append(c.snapshotRows(owner, "", ""), c.snapshotRows(owner, "root", "/root")...)
		}
		c.printRows([]string{"NAME", "CREATED", "RSIZE", "USED"}, rows, values.Has("script"))
		return nil
	}))
}

func (c *call) snapshotRows(j *host.Jail, below, ending string) (rows [][]string) {
	for _, s := range j.Snapshots() {
		if s.Below == below {
			created := time.Unix(s.Created, 0).In(c.now.Location()).Format("Mon Jan _2 15:04 2006")
			rows = append(rows, []string{s.Name + ending, created, s.Refers(), "0"})
		}
	}
	return rows
}
