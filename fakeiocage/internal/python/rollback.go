package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func rollbackOptions() []click.Option {
	return []click.Option{
		{Key: "name", Names: []string{"--name", "-n"}, Metavar: "TEXT", Required: true, Help: "The snapshot."},
		{Key: "force", Names: []string{"--force", "-f"}, Help: "Do not ask."},
	}
}

// rollback returns all filesystems of a jail to a snapshot, and with them its
// properties and its fstab (cli/rollback.py). It holds no lock while it waits for
// the answer.
func rollback(c *call, values click.Values) error {
	word, name := values.Argument("jail"), values.Option("name")
	var chosen named
	err := c.change(c.withJail(word, func(p *host.Pool, j named) error {
		if chosen = j; j.target(p) == nil {
			c.printf("Snapshot %s does not exist!", j.targetName(p))
			return exit(1, "")
		}
		return nil
	}))
	if err != nil {
		return err
	}
	if !values.Has("force") {
		c.printf("\nThis will destroy ALL data created since %s was taken.\nIncluding ALL snapshots taken after %s for %s (%s)",
			name, name, chosen.UUID(), chosen.name)
		if yes, err := c.confirmed("\nAre you sure?"); err != nil || !yes {
			return err
		}
	}
	return c.change(func(p *host.Pool) error { return c.rollbackChosen(p, chosen, name) })
}

func (c *call) rollbackChosen(p *host.Pool, chosen named, name string) error {
	if owner := chosen.target(p); owner != nil { // nil: somebody destroyed it; zfs lists nothing
		if refused, objections := owner.RollbackWithConfig(name); refused != "" {
			return c.zfsFailed(objections, "rollback", "-r", refused+"@"+name)
		}
	}
	c.print("Rolled back to: " + chosen.targetName(p))
	return nil
}
