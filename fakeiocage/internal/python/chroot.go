package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// chroot runs a command, or a shell, in the folder of a jail, whether it is up
// or not. It is for everybody, but only root can mount what it mounts
// (cli/chroot.py; lib/iocage.py).
func chroot(c *call, values click.Values) error {
	inside, err := c.chrootOf(values.Argument("jail"))
	if err != nil {
		return err
	}
	command := inShell(values.Words("command"))
	if len(command) == 0 {
		command = []string{"/bin/sh"}
	}
	answer := inside.Exec("root", command, c.input())
	c.pass(answer)
	if answer.Exit != 0 {
		c.print("Chroot had a non-zero exit code!")
	}
	return nil
}

// chrootOf returns the userland in the folder of the jail.
func (c *call) chrootOf(word string) (inside *host.Userland, err error) {
	if err := refuseOption(word); err != nil {
		return nil, err
	}
	err = c.look(func(p *host.Pool) error {
		j, err := c.mustFindOf(p, word)
		if err == nil {
			inside = j.Chroot()
		}
		return err
	})
	if err == nil && (inside == nil || !c.env.Root()) {
		err = refuse("Mounting devfs failed!")
	}
	return inside, err
}
