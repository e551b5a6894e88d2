package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func restartOptions() []click.Option {
	return []click.Option{{Key: "soft", Names: []string{"--soft", "-s"}, Help: "Keep the jail, and restart what runs in it."}}
}

// restart stops and starts a jail, or all of them (cli/restart.py).
func restart(c *call, values click.Values) error {
	word := values.Argument("jail")
	return c.change(func(p *host.Pool) error {
		all, err := c.jailsFor(p, word)
		if err != nil {
			return err
		}
		if word != "ALL" {
			j, err := c.find(all, word)
			if err != nil {
				return err
			}
			all = []named{j}
		}
		for _, j := range all {
			if err := c.restartOne(j, values.Has("soft"), word == "ALL"); err != nil {
				return err
			}
		}
		return nil
	})
}

// restartOne restarts a jail. One of a type that cannot is passed over if there
// are others.
func (c *call) restartOne(j named, soft, others bool) error {
	if why := j.refuseTo("restart", "jail", "plugin"); why != "" {
		c.print(why)
		if others {
			return nil
		}
		return exit(1, "")
	}
	if soft {
		return c.softRestart(j)
	}
	if err := c.stopJail(j.jail, false); err != nil {
		return err
	}
	return c.startJail(j.jail, false)
}

// softRestart restarts what runs in the jail; it does not look whether that
// works.
func (c *call) softRestart(j named) error {
	if !j.Up() {
		c.print(j.name + " is not running!")
		return exit(1, "")
	}
	c.printf("Soft restarting %s (%s)", j.UUID(), j.name)
	j.Set("last_started", c.now.UTC().Format("2006-01-02 15:04:05"))
	return nil
}
