package judge

import (
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
)

var cmdSettings = Cmd{
	Name: "settings", Args: "agree",
	Text:  "the last reply is that of listjails. Asks for the settings of each of its jails, up to ten, by tag, or by UUID if the tag is not one plain word or another jail has it. The settings agree with the list. If they do not, and others are changing jails, the check is skipped.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if args[0] != "agree" || j.last.action != "listjails" {
			ts.Fatalf("usage: ask listjails, then settings agree")
		}
		for _, p := range j.places("/args/listjails") {
			listed, _ := p.Value.(map[string]any)
			rows := jail.Rows(listed)
			plain := jail.Plain(rows)
			for _, row := range rows[:min(len(rows), attendant.SettingsLimit)] {
				j.settingsAgree(row, slices.Contains(plain, row))
			}
		}
	},
}

// settingsAgree asks for the settings of a jail by its tag if that is plain,
// and by its uuid where the tag is not or is refused: iocage also finds jails
// by the ends of other names.
func (j *judge) settingsAgree(row jail.Row, plain bool) {
	names := []string{row.UUID}
	if plain {
		names = []string{row.Tag, row.UUID}
	}
	for _, name := range names {
		q := asking("getjailsettings")
		q.args["jail"] = name
		j.ask(q)
		at := "/args/getjailsettings/" + document.Escape(name)
		if len(j.places(at+"/host_hostuuid")) > 0 {
			j.settingsAre(row, at)
			return
		}
	}
	if plain {
		j.disagrees("/args/getjailsettings", "the settings of "+row.Tag, showReply(j.last), "listjails lists a jail whose settings cannot be read")
	}
}

// disagrees ends the check, unless others change the list.
func (j *judge) disagrees(pointer, expected, got, why string) {
	if j.restless(j.listing) {
		j.skip(othersChange)
	}
	j.differ(pointer, expected, got, why)
}

// settingsAre compares the settings at a place with a row of listjails. A tag
// may be cut at its colon (ruling 4).
func (j *judge) settingsAre(row jail.Row, at string) {
	for _, m := range [][2]string{{"host_hostuuid", row.UUID}, {"tag", row.Tag}, {"boot", row.Boot}, {"type", row.Kind}} {
		got := j.places(at + "/" + m[0])
		if len(got) == 0 || !isCut(got[0].Value, m[1:]) {
			j.disagrees(at+"/"+m[0], m[1], showPlaces(got), "the settings do not agree with the list for the jail "+row.UUID)
		}
	}
	j.addressesAre(row, at)
}

// addressesAre compares the addresses of a row with those that the settings give
// the jail. Without a network stack or addresses of its own it has the host's.
func (j *judge) addressesAre(row jail.Row, at string) {
	mode, given := j.places(at+"/ip4"), j.places(at+"/ip4_addr")
	if len(mode) == 0 || mode[0].Value != "new" || len(given) == 0 || given[0].Value == "none" || row.IP4 == "-" || row.IP4 == "" {
		return
	}
	for _, address := range strings.Split(row.IP4, ",") {
		if !strings.Contains(document.Scalar(given[0].Value), address) {
			j.disagrees(at+"/ip4_addr", "a text with the address "+address+" of the list", showPlaces(given), "the settings do not agree with the list for the jail "+row.UUID)
		}
	}
}

// showPlaces is the first of some places, for a message.
func showPlaces(places []document.Place) string {
	if len(places) == 0 {
		return "nothing"
	}
	return document.Show(places[0].Value)
}
