package python

import (
	"cmp"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// clone makes a jail that shares its blocks with another, and has its properties
// and its fstab (cli/clone.py; ioc_create.py, _create_jail).
func clone(c *call, values click.Values) error {
	word := values.Argument("source")
	return c.change(func(p *host.Pool) error {
		source, err := c.mustFindOf(p, word)
		switch {
		case err != nil:
			return err
		case source.Up():
			return refusef("Jail: %s must not be running to be cloned!", word)
		case source.Place != host.JailsPlace:
			return raise("libzfs.ZFSException", "Dataset "+p.Name+"/iocage/jails/"+source.UUID()+" not found")
		}
		return c.cloneJail(source.jail, values.Words("props"))
	})
}

// cloneJail makes the clone, and starts it if it is to boot. One with a bad
// property does not stay.
func (c *call) cloneJail(source jail, words []string) error {
	p := source.Pool()
	j := jail{source.CloneWhole(p.Host().NewRandomUUID(c.now), p.Host().Begin(c.now))}
	tag, starts, err := c.giveAll(j, making{words: words})
	if err != nil {
		p.Erase(j.Jail)
		return err
	}
	c.tagNew(j, cmp.Or(tag, j.Tag()), false)
	if j.Rootless {
		return noFile(j.folder() + "/root/etc/rc.conf")
	}
	c.printf("%s (%s) successfully cloned!", j.UUID(), j.Tag())
	if !starts {
		return nil
	}
	return c.startJail(j, false)
}
