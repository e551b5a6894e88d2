package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func snapremoveOptions() []click.Option {
	return []click.Option{{Key: "name", Names: []string{"--name", "-n"}, Metavar: "TEXT", Required: true, Help: "The snapshot."}}
}

// snapremove destroys the snapshots of that name of all filesystems of a jail
// (cli/snapremove.py). It is left to zfs to refuse it to others than root.
func snapremove(c *call, values click.Values) error {
	return c.change(c.withJail(values.Argument("jail"), func(p *host.Pool, j named) error {
		name, dataset := values.Option("name"), j.targetName(p)
		if objections := c.refuseRemoval(j.target(p), dataset, name); len(objections) > 0 {
			return c.zfsFailed(objections, "destroy", "-r", "-f", dataset+"@"+name)
		}
		c.printf("Snapshot: %s@%s destroyed.", dataset, name)
		return nil
	}))
}

// refuseRemoval destroys the snapshots, or returns the objections of zfs.
func (c *call) refuseRemoval(owner *host.Jail, dataset, name string) []string {
	switch {
	case owner == nil:
		return []string{"cannot open '" + dataset + "': dataset does not exist"}
	case !c.env.Root():
		return []string{"cannot destroy snapshots: permission denied"}
	}
	return owner.RemoveSnapshot(name)
}

// zfsFailed prints the objections of zfs, says which command it was, and ends
// the run.
func (c *call) zfsFailed(objections []string, words ...string) error {
	for _, line := range objections {
		c.out.Errorf("%s\n", line)
	}
	c.print(commandFailed(append([]string{"zfs"}, words...), 1))
	return exit(1, "")
}
