package judge

import (
	"cmp"
	"errors"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/conformance/internal/near"
)

var cmdGiven = Cmd{
	Name: "given", Args: "jail [up|down] | pool active|inactive",
	Text:  "with jail, sets $JAIL, $UUID, $TAG, $BOOT, $TYPE and $JID of the jail of the run, or else of the first listed jail whose tag is one plain word and that nobody has changed during the run, if there is one; also $KEY, the jail's name as a step of a path; $JAILCASE and $JAILPART, which are nearly its name; and $STARTING and $STOPPING, its documented first lines. With up or down, brings the jail into that state. With pool, activates or deactivates $POOL. The check fails if another jail changes its state meanwhile, unless others change jails. All changes are undone after the check, however it ends.",
	least: 1, most: 2,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if len(args) == 2 {
			j.mustNeed(ts, "destructive", args[0])
		}
		switch strings.Join(args, " ") {
		case "jail":
			j.givenJail(ts)
		case "jail up", "jail down":
			row, rows := j.givenJail(ts)
			j.givenJailState(ts, row, rows, args[1])
		case "pool active", "pool inactive":
			j.givenPool(args[1] == "active")
		default:
			j.command.misused(ts)
		}
	},
}

// givenJail finds the jail of the run and tells the script about it.
func (j *judge) givenJail(ts *testscript.TestScript) (jail.Row, []jail.Row) {
	rows, err := j.attendant.Jails(j.ctx)
	if err != nil {
		j.lost(err)
	}
	row, found := j.choose(rows)
	switch {
	case !found:
		j.noJail()
	case j.of.Jail == row.Tag && len(jail.Tagged(rows, row.Tag)) > 1:
		j.unable("the host has several jails %q: name another with --jail", row.Tag)
	}
	for name, value := range map[string]string{
		"JAIL": cmp.Or(j.of.Jail, row.Tag), "KEY": document.Escape(cmp.Or(j.of.Jail, row.Tag)), "UUID": row.UUID, "TAG": row.Tag,
		"BOOT": row.Boot, "TYPE": row.Kind, "JID": row.JID,
		"JAILCASE": inOtherCase(row.Tag), "JAILPART": near.NoUUID(near.AllButLast(row.Tag)),
		"STARTING": firstLine("Starting", row), "STOPPING": firstLine("Stopping", row),
	} {
		ts.Setenv(name, value)
	}
	return row, rows
}

// choose returns the jail of the run, or else the first one with a plain tag that
// nobody has changed so far, or the first at all.
func (j *judge) choose(rows []jail.Row) (jail.Row, bool) {
	if j.of.Jail != "" {
		return jail.Find(rows, j.of.Jail)
	}
	plain := jail.Plain(rows)
	for _, row := range append(j.host.settled.of(plain), plain...) {
		j.chosen = row
		return row, true
	}
	return jail.Row{}, false
}

// firstLine is the member that begins a transcript, as a step of a path:
// iocage's line, cut at its first colon, which a tag may hold (ruling 7).
func firstLine(verb string, row jail.Row) string {
	line, _, _ := strings.Cut("* "+verb+" "+row.UUID+" ("+row.Tag+")", ":")
	return document.Escape(line)
}

// noJail tells a server that hides a jail from a run that names a wrong one,
// and from a host that has none.
func (j *judge) noJail() {
	if j.of.Jail == "" {
		j.skip("the host has no jail whose tag is one plain word that no other jail has: name one with --jail")
	}
	if j.attendant.Knows(j.ctx, j.of.Jail) {
		j.differ("/args/listjails", "a jail with tag "+j.of.Jail, "none", "listjails does not list a jail that getjailsettings knows")
	}
	j.unable("the host has no jail %q: name another with --jail", j.of.Jail)
}

// givenJailState starts or stops the jail if need be.
func (j *judge) givenJailState(ts *testscript.TestScript, row jail.Row, rows []jail.Row, state string) {
	a := j.attendant
	if !strings.HasPrefix(row.Tag, j.of.Prefix) { // it is not destroyed after the run
		j.borrow(loan.Loan{Kind: loan.JailState, Name: row.UUID, Tag: j.of.Jail, Was: row.State}, func() {})
	}
	if j.others == nil {
		j.others = rows
	}
	after, err := a.BringJail(j.ctx, row.UUID, j.of.Jail, state)
	if err == nil {
		err = j.sameOthers(rows, after, row.UUID)
	}
	if err != nil {
		j.lost(err)
	}
	row, _ = jail.Find(after, row.UUID)
	ts.Setenv("JID", row.JID)
}

// sameOthers is the error of jail.SameOthers, unless others change their jails.
func (j *judge) sameOthers(before, after []jail.Row, uuid string) error {
	err := jail.SameOthers(before, after, uuid)
	if err != nil && j.restless(j.listing) {
		return nil
	}
	return err
}

// withOthers fails a script that passed but left a jail beside its own in another
// state than it found it.
func (j *judge) withOthers(passed Ending) Ending {
	if j.others == nil {
		return passed
	}
	rows, err := j.attendant.Jails(j.ctx)
	if err == nil {
		row, _ := j.choose(rows)
		err = j.sameOthers(j.others, rows, row.UUID)
	}
	var wrong *document.Unexpected
	switch {
	case errors.As(err, &wrong):
		return unexpectedEnding(wrong)
	case err != nil:
		return Ending{
			Status: Failed, Message: "the jails cannot be listed after the check",
			Difference: document.Difference{Expected: "a listing", Got: err.Error()},
		}
	}
	return passed
}

// UntoldPool is why no pool is borrowed from a server that does not say which one is
// active, as the original server did not: where a host has two, the wrong one would be
// given back, and iocage refuses to work with both.
const UntoldPool = "the server does not tell which pool is active, so it could not be put back"

// givenPool activates or deactivates the pool of the run if need be.
func (j *judge) givenPool(active bool) {
	a := j.attendant
	first, told, err := a.ToldPool(j.ctx)
	if err == nil && !told {
		if !j.of.Simulated {
			j.skip(UntoldPool)
		}
		first, err = a.GuessPool(j.ctx, j.of.Pool)
	}
	if err != nil {
		j.lost(err)
	}
	j.borrow(loan.Loan{Kind: loan.PoolState, Name: j.of.Pool, Was: first}, func() {})
	want := ""
	if active {
		want = j.of.Pool
	}
	if err := a.BringPool(j.ctx, j.of.Pool, want); err != nil {
		j.lost(err)
	}
	if j.others != nil && first != j.of.Pool && active {
		j.jailComesAlong()
	}
}

// jailComesAlong skips a check of a jail that is not on the pool which was made active.
func (j *judge) jailComesAlong() {
	rows, err := j.attendant.Jails(j.ctx)
	if _, there := j.choose(rows); err == nil && !there {
		j.skip("the jail of the run is not on the pool of the run: name others with --jail and --pool")
	}
}
