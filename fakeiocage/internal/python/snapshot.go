package python

import (
	"cmp"
	"strings"

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
		if owner == nil || len(owner.SnapshotAll(name, c.now)) > 0 {
			c.print("Snapshot already exists!")
			return exit(1, "")
		}
		c.printf("Snapshot: %s@%s created.", j.targetName(p), name)
		return nil
	}))
}

// withJail returns what is done to the jail that the word stands for.
func (c *call) withJail(word string, fn func(*host.Pool, named) error) func(*host.Pool) error {
	return func(p *host.Pool) error {
		all, err := c.jails(p)
		if err != nil {
			return err
		}
		j, err := c.find(all, word)
		if err != nil {
			return err
		}
		return fn(p, j)
	}
}

// targetName is the dataset in which the commands about snapshots look for
// those of the jail. That of a template ends with its name in lists, which no
// dataset has.
func (j named) targetName(p *host.Pool) string {
	below := host.JailsPlace + "/" + j.UUID()
	if j.Place == host.TemplatesPlace || j.value("template") == "yes" {
		below = host.TemplatesPlace + "/" + j.name
	}
	return p.Name + "/iocage/" + below
}

// target returns what has that dataset, or nil.
func (j named) target(p *host.Pool) *host.Jail {
	return p.Jail(strings.TrimPrefix(j.targetName(p), p.Name+"/iocage/"))
}
