package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// pkg runs pkg(8) in a jail. The program drops what that writes, and its status
// (cli/pkg.py). Options of pkg(8) are wrong usage, unless a double dash precedes
// them.
func pkg(c *call, values click.Values) error {
	inside, err := c.enter(func(p *host.Pool) (named, error) { return c.findOf(p, values.Argument("jail")) }, false)
	if err != nil {
		return err
	}
	inside.Exec("root", append([]string{"pkg"}, values.Words("command")...), c.input())
	return nil
}
