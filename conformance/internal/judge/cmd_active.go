package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdActive = Cmd{
	Name: "active", Args: "[not] POOL [untold]",
	Text:  "asks for the active pool, with activatestatus or, in an edition without that, with activatepool without a pool. The answer is no error and names this pool (not: another pool, or none). With untold it need not name one: the original answers an empty name, or before 2017 nothing (ruling 6).",
	least: 1, most: 3,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		not, untold := args[0] == "not", args[len(args)-1] == "untold"
		if not {
			args = args[1:]
		}
		if untold {
			args = args[:len(args)-1]
		}
		if len(args) != 1 {
			j.command.misused(ts)
		}
		j.ask(asking(j.of.Edition.TellsPool))
		j.activeIs(args[0], not, untold)
	},
}

// activeAt is where the answer of an action names the active pool.
var activeAt = map[string]string{
	"activatestatus": "/args/activatestatus/pool",
	"activatepool":   "/args/activatepool/currently active/pool",
}

// activeIs ends the check unless the last reply names this pool, or, with not,
// another one or none.
func (j *judge) activeIs(pool string, not, untold bool) {
	at, under := activeAt[j.last.action], "/args/"+j.last.action
	if len(j.places(under)) == 0 || len(j.places(under+"/error")) > 0 {
		j.differ(under, "the active pool", showReply(j.last), "the server does not tell the active pool")
	}
	named := j.places(at)
	is := len(named) == 1 && isTrimmed(named[0].Value, []string{pool})
	switch {
	case is != not:
	case is:
		j.differ(at, "another pool than "+pool, showPlaces(named), "the pool is active")
	case untold && isUntold(j.last.action, named):
	default:
		j.differ(at, pool, showPlaces(named), "another pool is active, or none is told")
	}
}

// isUntold reports whether nothing is named, in one of the ways of the original: that
// of 2016 answered activatepool without any member, that of 2019 activatestatus with
// the text behind iocage's last line break, which is empty.
func isUntold(action string, named []document.Place) bool {
	if action == "activatepool" {
		return len(named) == 0
	}
	return len(named) == 1 && named[0].Value == ""
}
