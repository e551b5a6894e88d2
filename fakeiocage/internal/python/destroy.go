package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func destroyOptions() []click.Option {
	return []click.Option{
		{Key: "force", Names: []string{"--force", "-f"}, Help: "Do not ask, and destroy running jails too."},
		{Key: "release", Names: []string{"--release", "-r"}, Help: "Destroy releases."},
		{Key: "download", Names: []string{"--download", "-d"}, Help: "Destroy what was downloaded of them, too."},
	}
}

// destroy destroys jails or releases in turn (cli/destroy.py). It asks before
// each unless it is forced to, and holds no lock while it waits.
func destroy(c *call, values click.Values) error {
	words, release, force := values.Words("jails"), values.Has("release"), values.Has("force")
	switch {
	case values.Has("download") && !release:
		return refuse("--release (-r) must be specified as well!")
	case len(words) == 0 && release:
		return refuse("Please specify one or more RELEASEs!")
	case len(words) == 0:
		return refuse("Please specify one or more jails!")
	}
	for i, word := range words {
		one := c.destroyJail
		if release {
			one = c.destroyRelease
		}
		if err := one(word, force, i == 0); err != nil {
			return err
		}
	}
	return nil
}

// destroyJail destroys a jail. A jail without a configuration, which no other
// command can name, is destroyed if it is the first one.
func (c *call) destroyJail(word string, force, first bool) error {
	var chosen named
	bare := false
	err := c.change(func(p *host.Pool) error {
		if j := p.ByUUID(word); first && j != nil && j.Bare {
			bare = true
			p.Erase(j)
			return nil
		}
		all, err := c.jailsFor(p, word)
		if err != nil {
			return err
		}
		chosen, err = c.findToDestroy(all, word)
		return err
	})
	if err != nil || bare {
		return err
	}
	if !force {
		c.printf("\nThis will destroy jail %s (%s)", chosen.UUID(), chosen.name)
		if yes, err := c.confirmed("\nAre you sure?"); err != nil || !yes {
			return err
		}
	}
	return c.change(func(p *host.Pool) error { return c.destroyChosen(p, chosen, force) })
}

// findToDestroy is find, but to find none is an exception.
func (c *call) findToDestroy(all []named, word string) (named, error) {
	if len(match(all, word)) == 0 {
		return named{}, refusef("%s not found!", word)
	}
	return c.find(all, word)
}

func (c *call) destroyChosen(p *host.Pool, chosen named, force bool) error {
	j := p.Jail(chosen.Below())
	if j == nil {
		return nil
	}
	if j.Up() && !force {
		return refusef("%s (%s) is running.\nPlease stop it first!", chosen.UUID(), chosen.name)
	}
	if j.Up() {
		c.printf("Stopping %s (%s).", chosen.UUID(), chosen.name)
	}
	p.Erase(j)
	return nil
}

// destroyRelease destroys a release with the jails made from it.
func (c *call) destroyRelease(name string, force, _ bool) error {
	if !force {
		c.printf("\nThis will destroy RELEASE: %s and any jail that was created with it.", name)
		if yes, err := c.confirmed("\nAre you sure?"); err != nil || !yes {
			return err
		}
	}
	return c.change(func(p *host.Pool) error {
		r := p.Jail(host.ReleasesPlace + "/" + name)
		if r == nil {
			return raise("libzfs.ZFSException", "Dataset "+p.Name+"/iocage/releases/"+name+" not found")
		}
		p.Erase(r)
		return nil
	})
}
