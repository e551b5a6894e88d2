package python

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// update updates the system of a jail to the latest patch level. A jail that is
// down is up meanwhile (cli/update.py).
func update(c *call, values click.Values) error {
	return c.change(func(p *host.Pool) error {
		j, err := c.findOf(p, values.Argument("jail"))
		if err != nil {
			return err
		}
		if why := j.refuseTo("update", "jail"); why != "" {
			c.print(why)
			return exit(1, "")
		}
		down := !j.Up()
		if err := c.startJail(j.jail, true); err != nil {
			return err
		}
		c.freebsdUpdate(j.UUID()+" ("+j.name+")", strings.ToUpper(j.value("cloned_release")))
		if down {
			return c.stopJail(j.jail, true)
		}
		return nil
	})
}

// freebsdUpdate updates a system of the release (ioc_fetch.py, fetch_update).
// The program keeps back what freebsd-update fetch says, until after the
// install has spoken.
func (c *call) freebsdUpdate(what, release string) {
	c.printf("\n* Updating %s to the latest patch level... ", what)
	c.installUpdates()
	c.say(host.NoUpdates, release)
}

// installUpdates is freebsd-update install, which never finds any.
func (c *call) installUpdates() {
	c.print("src component not installed, skipped")
	c.say(host.NothingToInstall, updateScript)
}

// updateScript is the freebsd-update that the program downloads, under one of
// the random names that it has.
const updateScript = "/tmp/tmpd2rj8q5v"
