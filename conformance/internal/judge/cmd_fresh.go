package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/conformance/internal/naming"
)

var cmdFresh = Cmd{
	Name: "fresh", Args: "[jail]",
	Text:  "sets $FRESH to a tag that no jail has, $RELEASE to the release of the jail of the run, and $PROPS to properties with both. With jail, makes such a jail and sets $FRESHUUID. After the check every jail whose tag begins with $FRESH is destroyed.",
	least: 0, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if len(args) == 1 && args[0] != "jail" {
			j.command.misused(ts)
		}
		j.mustNeed(ts, "destructive")
		props := j.fresh(ts)
		if len(args) == 1 {
			j.freshJail(ts, props)
		}
	},
}

// fresh chooses a tag and sees to it that no jail with it outlives the check.
func (j *judge) fresh(ts *testscript.TestScript) (props string) {
	a := j.attendant
	before, err := a.Jails(j.ctx)
	if err != nil {
		j.lost(err)
	}
	tag, release := naming.New(j.of.Prefix), a.Release(j.ctx, j.of.Release, before)
	j.borrow(loan.Loan{Kind: loan.NewJails, Name: tag, Spare: jail.UUIDs(before)}, func() {})
	props = jail.Props(tag, release)
	ts.Setenv("FRESH", tag)
	ts.Setenv("RELEASE", release)
	ts.Setenv("PROPS", props)
	return props
}

// freshJail makes the jail.
func (j *judge) freshJail(ts *testscript.TestScript, props string) {
	answer, err := j.attendant.Ask(j.ctx, "createjail", "props", props)
	if err != nil {
		j.lost(err)
	}
	uuid := leadingUUID(document.TextAt(answer, "/success/Successfully created"))
	if uuid == "" {
		j.differ("/args/createjail/success/Successfully created", "the UUID of the new jail", document.Show(answer), "no jail was made for the check")
	}
	ts.Setenv("FRESHUUID", uuid)
}
