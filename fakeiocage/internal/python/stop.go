package python

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// stop stops jails in turn, or all of them. With --rc this version starts
// instead (cli/stop.py).
func stop(c *call, values click.Values) error {
	words := values.Words("jails")
	if len(words) == 0 && !values.Has("rc") {
		return c.missingJails("stop")
	}
	if values.Has("rc") {
		return c.startBooting()
	}
	for _, word := range words {
		if err := c.stopNamed(word); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) stopNamed(word string) error {
	return c.change(func(p *host.Pool) error {
		all, err := c.jailsFor(p, word)
		if err != nil {
			return err
		}
		if isAll(word) {
			return c.stopEach(all)
		}
		j, err := mustFind(all, word)
		if err != nil {
			return err
		}
		return c.stopJail(j.jail, false)
	})
}

// stopEach stops jails, those with the highest priority first.
func (c *call) stopEach(all []named) error {
	if err := byPriority(all, true); err != nil {
		return err
	}
	for _, j := range all {
		if err := c.stopJail(j.jail, false); err != nil {
			return err
		}
	}
	return nil
}

// stopJail stops a jail (ioc_stop.py).
func (c *call) stopJail(j jail, silent bool) error {
	tell := c.teller(silent)
	if !j.Up() {
		tell(j.UUID() + " (" + j.Tag() + ") is not running!")
		return nil
	}
	tell("* Stopping " + j.UUID() + " (" + j.Tag() + ")")
	tell("  + Running prestop " + j.runOutside("exec_prestop"))
	if err := j.runInside("exec_stop"); err != nil {
		return err
	}
	tell("  + Stopping services OK")
	j.Halt()
	tell("  + Removing jail process OK")
	tell("  + Running poststop " + j.runOutside("exec_poststop"))
	return nil
}

// runOutside runs the program in exec_prestop or exec_poststop on the host, and
// returns how that went and what it printed.
func (j jail) runOutside(property string) string {
	if path := j.value(property); !strings.HasPrefix(path, "/") || strings.Contains(path, " ") {
		return "WARNING\nScript is not executable!"
	}
	if _, status := j.RunHook(property); status != 0 {
		return "FAILED"
	}
	return "OK"
}
