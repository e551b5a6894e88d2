package python

import (
	"cmp"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func snapshotOptions() []click.Option {
	return []click.Option{{Key: "name", Names: []string{"--name", "-n"}, Metavar: "TEXT", Help: "Its name. Default: the time."}}
}

// snapshot makes a snapshot of all filesystems of a jail (cli/snapshot.py).
// Whatever zfs objects to, it takes for a second snapshot of that name.
func snapshot(c *call, values click.Values) error {
	return c.change(c.withJail(values.Argument("jail"), func(p *host.Pool, j named) error {
		name := cmp.Or(values.Option("name"), c.now.UTC().Format("2006-01-02_15:04:05"))
		owner := j.target(p)
		if owner == nil || len(owner.TakeSnapshot(name, host.WithConfig, c.now)) > 0 {
			c.print("Snapshot already exists!")
			return exit(1, "")
		}
		c.printf("Snapshot: %s@%s created.", j.targetName(p), name)
		return nil
	}))
}

// targetBelow is where below POOL/iocage the commands about snapshots look for
// those of the jail. That of a template ends with its name in lists, which no
// dataset has.
func (j named) targetBelow() string {
	if j.Place == host.TemplatesPlace || j.value("template") == "yes" {
		return host.TemplatesPlace + "/" + j.name
	}
	return host.JailsPlace + "/" + j.UUID()
}

// targetName is the whole name of that dataset.
func (j named) targetName(p *host.Pool) string { return p.Name + "/iocage/" + j.targetBelow() }

// target returns what has that dataset, or nil.
func (j named) target(p *host.Pool) *host.Jail { return p.Jail(j.targetBelow()) }
