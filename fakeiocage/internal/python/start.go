package python

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func bootOptions() []click.Option {
	return []click.Option{{Key: "rc", Names: []string{"--rc"}, Help: "Take all jails with boot=on, in order of their priority."}}
}

// start starts jails in turn, or all of them (cli/start.py; lib/iocage.py).
func start(c *call, values click.Values) error {
	words := values.Words("jails")
	if len(words) == 0 && !values.Has("rc") {
		return c.missingJails("start")
	}
	if values.Has("rc") {
		return c.startBooting()
	}
	for _, word := range words {
		if err := c.startNamed(word); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) missingJails(command string) error {
	c.print("Usage: iocage " + command + " [OPTIONS] JAILS...\n\nError: Missing argument \"jails\".")
	return exit(1, "")
}

// startNamed starts the jail that the word stands for. A word that has ALL in it
// stands for every jail.
func (c *call) startNamed(word string) error {
	return c.change(func(p *host.Pool) error {
		all, err := c.jailsFor(p, word)
		if err != nil {
			return err
		}
		if isAll(word) {
			return c.startEach(all, false)
		}
		j, err := mustFind(all, word)
		if err != nil {
			return err
		}
		if why := j.refuseStart(); why != "" {
			c.print(why)
			return exit(1, "")
		}
		return c.startJail(j.jail, false)
	})
}

// startBooting starts the jails with boot=on.
func (c *call) startBooting() error {
	return c.change(func(p *host.Pool) error {
		all, err := c.jails(p)
		if err != nil {
			return err
		}
		return c.startEach(slices.DeleteFunc(all, func(j named) bool { return j.value("boot") != "on" }), true)
	})
}

// startEach starts jails in the order of their priorities.
func (c *call) startEach(all []named, silent bool) error {
	if err := byPriority(all, false); err != nil {
		return err
	}
	for _, j := range all {
		if j.Up() {
			c.printf("%s (%s) is already running!", j.UUID(), j.name)
			continue
		}
		if why := j.refuseStart(); why != "" {
			c.print(why)
			continue
		}
		if err := c.startJail(j.jail, silent); err != nil {
			return err
		}
	}
	return nil
}

// byPriority sorts jails by their priority, which must be a number.
func byPriority(all []named, backwards bool) error {
	for _, j := range all {
		if _, err := strconv.Atoi(j.value("priority")); err != nil {
			return raise("ValueError", "invalid literal for int() with base 10: '"+j.value("priority")+"'")
		}
	}
	slices.SortStableFunc(all, func(a, b named) int {
		n, _ := strconv.Atoi(a.value("priority"))
		m, _ := strconv.Atoi(b.value("priority"))
		if backwards {
			n, m = m, n
		}
		return cmp.Compare(n, m)
	})
	return nil
}

// refuseStart says why a jail of this type cannot be started, or "".
func (j named) refuseStart() string { return j.refuseTo("start", "jail", "plugin") }

// refuseTo says why something is not done with a jail that is of none of these
// types, or "".
func (j named) refuseTo(action string, kinds ...string) string {
	switch kind := j.kind(); {
	case slices.Contains(kinds, kind):
		return ""
	case kind == "template":
		return "Please convert back to a jail before trying to " + action + " " + j.UUID() + " (" + j.name + ")"
	default:
		return kind + " is not a supported jail type."
	}
}

// startJail starts a jail (ioc_start.py).
func (c *call) startJail(j jail, silent bool) error {
	tell := c.teller(silent)
	if j.Up() {
		tell(j.UUID() + " (" + j.Tag() + ") is already running!")
		return nil
	}
	if j.addressInUse() {
		return refusef("IP is in use. Please change %s (%s)'s IP.", j.UUID(), j.Tag())
	}
	tell("* Starting " + j.UUID() + " (" + j.Tag() + ")")
	if complaints := j.Boot(host.Nobody); len(complaints) > 0 {
		tell("  + Start FAILED")
		return refuse("  " + strings.Join(complaints, "\n") + "\n")
	}
	tell("  + Started OK")
	if err := j.runInside("exec_start"); err != nil {
		return err
	}
	tell("  + Starting services OK")
	j.Set("last_started", c.now.UTC().Format("2006-01-02 15:04:05"))
	return nil
}

// teller prints, unless it is to be silent.
func (c *call) teller(silent bool) func(string) {
	if silent {
		return func(string) {}
	}
	return c.print
}

// addressInUse reports whether an address of a running jail occurs in those of
// this one.
func (j jail) addressInUse() bool {
	mine := j.value("ip4_addr") + " " + j.value("ip6_addr")
	return j.Pool().Host().UsesAddressIn(mine)
}

// runInside runs the command in exec_start or exec_stop in the jail; its failure
// is an exception.
func (j jail) runInside(property string) error {
	_, status := j.RunHook(property)
	if status == 0 {
		return nil
	}
	words := append([]string{"setfib", j.value("exec_fib"), "jexec", "ioc-" + j.UUID()}, strings.Fields(j.value(property))...)
	return raise("subprocess.CalledProcessError", commandFailed(words, status))
}
