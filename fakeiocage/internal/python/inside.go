package python

import (
	"errors"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// errDown says that a jail must be started first.
var errDown = errors.New("the jail is down")

// A finder finds a jail of the pool.
type finder func(*host.Pool) (named, error)

// enter returns the userland of the jail. A jail that is down it starts first,
// and tells so unless it is to be silent (ioc_exec.py, exec_jail). No lock is
// held afterwards, because the command in the jail may read its input.
func (c *call) enter(find finder, silent bool) (inside *host.Userland, err error) {
	visit := func(ready func(named) error) func(*host.Pool) error {
		return func(p *host.Pool) error {
			j, err := find(p)
			if err == nil {
				err = ready(j)
			}
			if err == nil {
				inside = j.Userland()
			}
			return err
		}
	}
	err = c.look(visit(needsUp))
	if errors.Is(err, errDown) {
		err = c.change(visit(func(j named) error { return c.startToEnter(j, silent) }))
	}
	return inside, err
}

func needsUp(j named) error {
	if j.Up() {
		return nil
	}
	return errDown
}

// startToEnter starts a jail that is down, for a command in it.
func (c *call) startToEnter(j named, silent bool) error {
	if j.Up() {
		return nil
	}
	tell := c.teller(silent)
	tell(fmt.Sprintf("%s (%s) is not running, starting jail", j.UUID(), j.name))
	if why := j.refuseStart(); why != "" {
		return refuse(why)
	}
	if err := c.startJail(j.jail, true); err != nil {
		return err
	}
	tell("\nCommand output:")
	return nil
}

// inShell gives a single word to a shell, because it may be a whole script.
func inShell(command []string) []string {
	if len(command) == 1 {
		return []string{"/bin/sh", "-c", command[0]}
	}
	return command
}

// refuseOption refuses an option in place of a jail.
func refuseOption(word string) error {
	if strings.HasPrefix(word, "-") {
		return refuse("Please specify a jail first!")
	}
	return nil
}

// pass writes what a command in a jail wrote itself, without the program.
func (c *call) pass(a host.Answer) {
	c.out.Print(a.Stdout)
	c.out.Errorf("%s", a.Stderr)
}
