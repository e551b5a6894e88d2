package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// chroot runs a command, or a shell, in the folder of a jail, whether it is up
// or not. It is for everybody, but only root can mount what it mounts
// (cli/chroot.py; lib/iocage.py).
func chroot(c *call, values click.Values) error {
	word := values.Argument("jail")
	if err := refuseOption(word); err != nil {
		return err
	}
	var inside *host.Userland
	err := c.look(func(p *host.Pool) error {
		j, err := c.mustFindOf(p, word)
		if err == nil {
			inside = j.Chroot()
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case inside == nil, !c.env.Root():
		return refuse("Mounting devfs failed!")
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
