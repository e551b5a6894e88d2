package python

import (
	"cmp"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
)

func execOptions() []click.Option {
	return []click.Option{
		{Key: "host", Names: []string{"--host_user", "-u"}, Metavar: "TEXT", Help: "The user of the host to be."},
		{Key: "jail", Names: []string{"--jail_user", "-U"}, Metavar: "TEXT", Help: "The user of the jail to be."},
	}
}

// execute runs a command in a jail. It prints what that wrote to stdout, with a
// line more, whatever its status; if it wrote to stderr, that is an exception
// instead (cli/exec.py; lib/iocage.py).
func execute(c *call, values click.Values) error {
	word := values.Argument("jail")
	if err := refuseOption(word); err != nil {
		return err
	}
	user, conflict := execUser(values)
	inside, err := c.enter(func(p *host.Pool) (named, error) {
		all, err := c.jailsFor(p, word)
		if err = cmp.Or(err, conflict); err != nil {
			return named{}, err
		}
		return mustFind(all, word)
	}, false)
	if err != nil {
		return err
	}
	return c.show(inside.Exec(user, inShell(values.Words("command")), c.input()))
}

// execUser returns the user to be. Because -u has a value if it is not given,
// -U is refused unless -u is given as the empty text.
func execUser(values click.Values) (string, error) {
	onHost, inJail := values.Option("host"), values.Option("jail")
	if len(values.All("host")) == 0 {
		onHost = "root"
	}
	switch {
	case inJail == "":
		return onHost, nil
	case onHost == "":
		return inJail, nil
	}
	return "", refuse("Please only specify either host_user or jail_user, not both!")
}

func (c *call) show(a host.Answer) error {
	if err := program.Pause(c.ctx, a.Lasts); err != nil {
		return err
	}
	complaint, err := decoded(a.Stderr)
	switch {
	case err != nil:
		return err
	case complaint != "":
		return refuse(complaint)
	}
	text, err := decoded(a.Stdout)
	if err != nil {
		return err
	}
	c.print(text)
	return nil
}
