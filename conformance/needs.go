package conformance

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/conformance/internal/outside"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A need is something a check cannot do without.
type need struct {
	word string
	// missing says why a target cannot be judged by the check, or "".
	missing func(o Options, e Endpoint) string
}

// needs is the one list of the words of a header line "# needs: …".
var needs = []need{
	{judge.WebSocket, func(_ Options, e Endpoint) string {
		return when(e.WS == "", "no WebSocket address was given: add --ws")
	}},
	{judge.REST, func(_ Options, e Endpoint) string {
		return when(e.REST == "", "no REST address was given: add --rest")
	}},
	{"simulator", func(o Options, _ Endpoint) string {
		return when(!o.Host.Simulated(), "needs the simulated host, whose state a fixture sets")
	}},
	{"levers", func(_ Options, e Endpoint) string {
		return when(e.Levers == "", "needs the levers of a simulated host, such as its clock")
	}},
	{"outside", func(Options, Endpoint) string {
		return when(outside.Address() == "", "needs an address of this machine that is not loopback")
	}},
	{"elsewhere", func(_ Options, e Endpoint) string {
		return when(!e.seesLoopback(), "needs a second loopback address, 127.0.0.2, and a server on this machine")
	}},
	{"destructive", func(o Options, _ Endpoint) string {
		if o.unlisted != "" {
			return "changes the host, but what must be left as it was is not known: " + o.unlisted
		}
		return when(!o.Destructive, "changes the host: allow it with --destructive")
	}},
	// create is what a script with the command fresh needs beside the words of its
	// header.
	{"create", func(o Options, _ Endpoint) string {
		return when(o.NoNewJails, "no jails may be made on the target: leave --no-new-jails out, or allow new_jails in its profile")
	}},
	{"jail", func(o Options, _ Endpoint) string {
		return when(o.Jail == "", "no jail was named that may be started and stopped, and none can be made: add --jail")
	}},
	{"pool", func(o Options, _ Endpoint) string {
		return when(o.Pool == "", "no pool was named that may be activated and deactivated: add --pool")
	}},
	{"compat=documented", func(o Options, _ Endpoint) string {
		return when(o.Compat.Name != edition.Documented.Name, "the original server is known to differ here (compat "+o.Compat.Name+")")
	}},
	{"operator", func(_ Options, e Endpoint) string {
		return when(e.Operator == "", "no user without full access was named: add --operator")
	}},
	// passwords are asked for, by a server that claims to be as the original, from
	// other machines only.
	{"passwords", func(o Options, e Endpoint) string {
		unasked := o.Compat.Name == edition.Reference.Name && !o.Host.Simulated() && e.isLoopback()
		return when(unasked, "the original server asked no password of its own host (compat "+o.Compat.Name+"): judge it from another machine")
	}},
	// A password is looked for in texts of any kind, which must not hold it by chance.
	{"password", func(_ Options, e Endpoint) string {
		short := len(e.Password) < 8 || strings.Contains(e.User, e.Password)
		return when(short, "other texts may contain the password by chance: give the user a password of 8 characters that are not in the name")
	}},
	// jobs come last, one after the other: the original server of February 2016
	// seldom survives one.
	{"jobs", func(o Options, _ Endpoint) string {
		return when(o.NoJobs, "no jobs may be run on the target: leave --no-jobs out")
	}},
	// alone keeps a check from running beside others; every target has it.
	{"alone", func(Options, Endpoint) string { return "" }},
}

// SkipReasons returns the reasons for which a check may be skipped: those on a
// target that offers and allows nothing.
func (c Check) SkipReasons() []string {
	nothing := Options{Host: &Address{}, Compat: edition.Reference, NoNewJails: true, NoJobs: true}
	var reasons []string
	for _, word := range c.Needs {
		if reason := findNeed(word).missing(nothing, Endpoint{}); reason != "" {
			reasons = append(reasons, reason)
		}
	}
	return reasons
}

func when(missing bool, reason string) string {
	if missing {
		return reason
	}
	return ""
}

func findNeed(word string) *need {
	for i := range needs {
		if needs[i].word == word {
			return &needs[i]
		}
	}
	return nil
}

// Unmet returns the first of the check's needs that a target does not meet, by the
// options of a run and the endpoint of its server, and why; both are empty if there is
// none.
func (c Check) Unmet(o Options, e Endpoint) (need, reason string) {
	o = o.withOwnJail(c.Edition)
	for _, word := range c.Needs {
		if reason := findNeed(word).missing(o, e); reason != "" {
			return word, reason
		}
	}
	return "", ""
}

// seesLoopback reports whether the server is on this machine, so that a client may
// come to it from a second loopback address, and whether there is one.
func (e Endpoint) seesLoopback() bool {
	return outside.HasSecondLoopback() && !slices.ContainsFunc([]string{e.WS, e.REST}, func(at string) bool { return at != "" && !outside.IsHere(at) })
}

// isLoopback reports whether the server is reached at an address that only its own
// machine has.
func (e Endpoint) isLoopback() bool {
	return outside.IsLoopback(e.WS) || outside.IsLoopback(e.REST)
}
