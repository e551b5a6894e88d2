package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// console logs in to a jail, which it starts without a word if it is down. The
// lines of the input are answered as by a shell in the jail; their status counts
// for nothing (cli/console.py).
func console(c *call, values click.Values) error {
	inside, err := c.enter(func(p *host.Pool) (named, error) { return c.mustFindOf(p, values.Argument("jail")) }, true)
	if err != nil {
		return err
	}
	c.pass(inside.Shell("root", c.input()))
	return nil
}
