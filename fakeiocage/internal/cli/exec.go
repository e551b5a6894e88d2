package cli

import (
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
)

// execute runs a command in a jail, with the command's own streams and status
// (measured: exec). The imitated userland answers. No lock is held while the
// command reads its input.
func execute(c *call, words []string) (int, error) {
	user, words, refused := execUser(words)
	if refused != "" {
		return c.look(func(*host.Pool) int {
			c.say.To(host.BadExecOption, refused)
			return 1
		})
	}
	name, command := first(words)
	if name == "ALL" {
		return c.executeAll(user, command)
	}
	var inside *host.Userland
	status, err := c.look(func(p *host.Pool) (status int) {
		j := c.quietlyNamed(p, name, host.MissingUUID)
		if j == nil {
			return 1
		}
		c.readFib(p, j)
		inside, status = c.enter(j)
		return status
	})
	if inside == nil || status != 0 || err != nil {
		return status, err
	}
	return c.answered(inside.Exec(user, command, c.env.Stdin))
}

// execUser parses -u USER and -U USER. For another option it returns the
// message of getopts(1).
func execUser(words []string) (user string, rest []string, refused string) {
	for len(words) > 0 && strings.HasPrefix(words[0], "-") && words[0] != "-" {
		word := words[0]
		words = words[1:]
		switch {
		case word == "--":
			return user, words, ""
		case word[1] != 'u' && word[1] != 'U':
			return "", nil, "Illegal option -" + word[1:2]
		case len(word) > 2:
			user = word[2:]
		case len(words) == 0:
			return "", nil, "No arg for " + word + " option"
		default:
			user, words = words[0], words[1:]
		}
	}
	return user, words, ""
}

// readFib prints the error of reading exec_fib from a dataset that is not among
// the jails, or of a value that is no number.
func (c *call) readFib(p *host.Pool, j *host.Jail) {
	if p.ByUUID(j.UUID()) == nil {
		c.say.To(host.Raw, "cannot open '"+p.Name+"/iocage/jails/"+j.UUID()+"': dataset does not exist")
		c.say.To(host.Raw, "[: -ne: unexpected operator")
		return
	}
	c.checkFib(j)
}

// checkFib prints the error of test(1) about an exec_fib that is no number. The
// command then runs without setfib(1).
func (c *call) checkFib(j *host.Jail) {
	if fib := j.Get("exec_fib"); !whole(fib) {
		c.say.To(host.Raw, "[: "+fib+": bad number")
	}
}

func whole(text string) bool {
	_, err := strconv.Atoi(text)
	return err == nil
}

// enter returns the userland of the jail, or the status after jexec(8)'s
// message if the jail is down.
func (c *call) enter(j *host.Jail) (*host.Userland, int) {
	if !j.Up() {
		c.say.To(host.Raw, `jexec: jail "`+j.KernelName()+`" not found`)
		return nil, 1
	}
	return j.Userland(), 0
}

// answered writes an answer to the run's streams, when the command has ended.
func (c *call) answered(a host.Answer) (int, error) {
	if err := program.Pause(c.ctx, a.Lasts); err != nil {
		return 0, err
	}
	c.out.Printf("%s", a.Stdout)
	c.out.Errorf("%s", a.Stderr)
	return c.flush(a.Exit, nil)
}

// executeAll runs the command in every dataset that a name may stand for,
// including the defaults and the releases, which are not jails.
func (c *call) executeAll(user string, command []string) (int, error) {
	var inside []*host.Userland
	status, err := c.look(func(p *host.Pool) int {
		for _, j := range p.Candidates() {
			if !j.Up() {
				c.say.To(host.Raw, `jexec: jail "ioc-`+j.Raw("host_hostuuid")+`" not found`)
				continue
			}
			inside = append(inside, j.Userland())
		}
		return 0
	})
	for _, u := range inside {
		if status != 0 || err != nil {
			return status, err
		}
		_, err = c.answered(u.Exec(user, command, c.env.Stdin))
	}
	return status, err
}
