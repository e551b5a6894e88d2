package conformance

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

var cmdFresh = Cmd{
	Name: "fresh", Args: "[jail]",
	Text:  "sets $FRESH to a tag that no jail has, $RELEASE to the release of the jail of the run and $PROPS to properties of both; with jail, makes a jail of them and sets $FRESHUUID. After the check every jail that has come since and whose tag begins with $FRESH is destroyed.",
	least: 0, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if !j.check.needs("destructive") || len(args) == 1 && args[0] != "jail" {
			ts.Fatalf("usage: fresh [jail], and the header must say: # needs: destructive")
		}
		props := j.fresh(ts)
		if len(args) == 1 {
			j.freshJail(ts, props)
		}
	},
}

// fresh chooses a tag and sees to it that no jail with it outlives the check.
func (j *judge) fresh(ts *testscript.TestScript) (props string) {
	a := j.attendant()
	before, err := a.jails(j.ctx)
	if err != nil {
		j.lost(err)
	}
	tag := "conformance-" + strings.ToLower(rand.Text()[:10])
	if !j.options.Host.Simulated() {
		j.borrowed = append(j.borrowed, func(ctx context.Context) error { return a.destroySince(ctx, before, tag) })
	}
	release, props := a.release(j.ctx, before), "tag="+tag
	if release != "" {
		props += " release=" + release
	}
	ts.Setenv("FRESH", tag)
	ts.Setenv("RELEASE", release)
	ts.Setenv("PROPS", props)
	return props
}

// freshJail makes the jail.
func (j *judge) freshJail(ts *testscript.TestScript, props string) {
	answer, err := j.attendant().ask(j.ctx, "createjail", "props", props)
	if err != nil {
		j.lost(err)
	}
	places := find(answer, "/success/Successfully created")
	if len(places) != 1 || leadingUUID(scalar(places[0].value)) == "" {
		j.differ("/args/createjail/success/Successfully created", "the UUID of the new jail", show(answer), "no jail was made for the check")
	}
	ts.Setenv("FRESHUUID", leadingUUID(scalar(places[0].value)))
}

// release returns the release of the first jail that has one: it is there to
// make more jails of. It is "" on a host without jails, where iocage chooses.
func (a *attendant) release(ctx context.Context, rows []jailRow) string {
	for _, row := range plainJails(rows) {
		answer, err := a.ask(ctx, "getjailsettings", "jail", row.tag)
		if places := find(answer, "/*/release"); err == nil && len(places) == 1 && strings.Contains(scalar(places[0].value), "RELEASE") {
			return scalar(places[0].value)
		}
	}
	return ""
}

// destroySince destroys the jails that came after a listing and whose tag
// begins so. A jail outlives its clones, hence the rounds.
func (a *attendant) destroySince(ctx context.Context, before []jailRow, tag string) error {
	left := 0
	for range 3 {
		rows, err := a.jails(ctx)
		if err != nil {
			return err
		}
		left = 0
		for _, row := range rows {
			if _, old := findJail(before, row.uuid); old || !strings.HasPrefix(row.tag, tag) {
				continue
			}
			left++
			if _, err := a.ask(ctx, "destroyjail", "jail", row.uuid); err != nil {
				return err
			}
		}
		if left == 0 {
			return nil
		}
	}
	return fmt.Errorf("cannot destroy %d jails that the check has made: their tags begin with %s", left, tag)
}
