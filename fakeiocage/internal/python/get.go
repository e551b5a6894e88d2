package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func getOptions() []click.Option {
	return []click.Option{
		{Key: "script", Names: []string{"--header", "-h", "-H"}, Help: "Print lines with tabs, without a heading."},
		{Key: "recursive", Names: []string{"--recursive", "-r"}, Help: "Print one property of all jails."},
		{Key: "plugin", Names: []string{"--plugin", "-P"}, Help: "Print a setting of a plugin: KEY.KEY."},
		{Key: "all", Names: []string{"--all", "-a"}, Help: "Print all properties of a jail."},
		{Key: "pool", Names: []string{"--pool", "-p"}, Help: "Print the active pool."},
	}
}

// get prints a property of a jail, one of all jails, or the active pool
// (cli/get.py).
func get(c *call, values click.Values) error {
	return c.look(func(p *host.Pool) error {
		if err := c.checkTags(p); err != nil {
			return err
		}
		if values.Has("pool") {
			c.print(p.Name)
			return nil
		}
		return absent("get")
	})
}
