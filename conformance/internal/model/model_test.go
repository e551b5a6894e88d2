package model

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

const (
	web   = "5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3"
	db    = "6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3"
	fresh = "9a000001-d0a1-11e5-9c0a-0025905ef2d3"
)

// A turn is a request, its answer, and the rule that the answer breaks, "" for
// none.
type turn struct{ request, answer, breaks string }

// begin is the list with which every test begins: web is up, db is down.
var begin = turn{`{"action":"listjails"}`, list(row(web, "web", "up", "3"), row(db, "db", "down", "-")), ""}

func row(uuid, tag, state, jid string) string {
	return `"` + uuid + `":{"boot":"off","ip4":"-","jid":"` + jid + `","state":"` + state + `","tag":"` + tag + `","type":"basejail"}`
}

func list(rows ...string) string {
	text := ""
	for i, r := range rows {
		if i > 0 {
			text += ","
		}
		text += r
	}
	return `{"listjails":{` + text + `}}`
}

func TestRules(t *testing.T) {
	list0 := `{"action":"listjails"}`
	for name, turns := range map[string][]turn{
		"a jail that was not asked for is up": {{list0, list(row(web, "web", "up", "3"), row(db, "db", "up", "4")), "a jail changes only by requests that name it"}},
		"a jail is gone":                      {{list0, list(row(web, "web", "up", "3")), "a jail is listed until it is destroyed"}},
		"a jail from nowhere":                 {{list0, list(row(web, "web", "up", "3"), row(db, "db", "down", "-"), row(fresh, "x", "down", "-")), "only jails that were made are listed"}},
		"a jid changes":                       {{list0, list(row(web, "web", "up", "4"), row(db, "db", "down", "-")), "a jail changes only by requests that name it"}},
		"two share a jid": {
			{`{"action":"startjail","jail":"db"}`, `{"startjail":{"db":{"* Starting ` + db + ` (db)":""}}}`, ""},
			{list0, list(row(web, "web", "up", "3"), row(db, "db", "up", "3")), "a jail that is up has its own jid"},
		},
		"a start is seen": {
			{`{"action":"startjail","jail":"db"}`, `{"startjail":{"db":{"* Starting ` + db + ` (db)":""}}}`, ""},
			{list0, list(row(web, "web", "up", "3"), row(db, "db", "down", "-")), "a jail changes only by requests that name it"},
		},
		"a start by uuid": {
			{`{"action":"startjail","jail":"` + db + `"}`, `{"startjail":{"` + db + `":{"* Starting ` + db + ` (db)":""}}}`, ""},
			{list0, list(row(web, "web", "up", "3"), row(db, "db", "up", "9")), ""},
			{`{"action":"startjail","jail":"db"}`, `{"startjail":{"db":{"INFO":" ` + db + ` (db) is already up"}}}`, ""},
		},
		"a start of another":         {{`{"action":"startjail","jail":"db"}`, `{"startjail":{"db":{"* Starting ` + web + ` (web)":""}}}`, "the answer is the progress of iocage, which names the jail"}},
		"a second start is no start": {{`{"action":"startjail","jail":"web"}`, `{"startjail":{"web":{"* Starting ` + web + ` (web)":""}}}`, "a jail that is up or down already is answered with INFO alone"}},
		"nobody's name starts":       {{`{"action":"startjail","jail":"we"}`, `{"startjail":{"we":{"* Starting ` + web + ` (web)":""}}}`, "a jail that does not exist neither starts nor stops"}},
		"an error is a refusal":      {{`{"action":"startjail","jail":"we"}`, `{"startjail":{"we":{"ERROR":" we not found!"}}}`, ""}},
		"so is a member error":       {{`{"action":"stopjail","jail":"-f"}`, `{"stopjail":{"error":"no"}}`, ""}},
		"nothing is none":            {{`{"action":"capjail","jail":"x"}`, `{"capjail":{}}`, "a jail that does not exist is not capped"}},
		"a jail is made": {
			{`{"action":"createjail","props":"tag=x boot=on release=10.2-RELEASE"}`, `{"createjail":{"props":"tag=x boot=on release=10.2-RELEASE","switches":"","success":{"Successfully created":" ` + fresh + ` (x)"}}}`, ""},
			{list0, list(row(web, "web", "up", "3"), row(db, "db", "down", "-"), row(fresh, "x", "down", "-")), "a jail changes only by requests that name it"},
		},
		"a jail is destroyed": {
			{`{"action":"destroyjail","jail":"db"}`, `{"destroyjail":{"success":{"Destroying":" ` + db + `"}}}`, ""},
			{list0, list(row(web, "web", "up", "3"), row(db, "db", "down", "-")), "only jails that were made are listed"},
		},
		"a jail with a clone may be refused": {
			{`{"action":"clonejail","jail":"db","props":"tag=x"}`, `{"clonejail":{"jail":"db","props":"tag=x","success":{"Successfully created":" ` + fresh + ` (x)"}}}`, ""},
			{`{"action":"destroyjail","jail":"db"}`, `{"destroyjail":{"error":"has a clone"}}`, ""},
			{`{"action":"destroyjail","jail":"x"}`, `{"destroyjail":{"error":"no"}}`, "the answer names the destroyed jail"},
		},
		"releases are cleaned": {
			{`{"action":"cleanreleases"}`, `{"cleanreleases":{"success":"All RELEASEs have been cleaned."}}`, ""},
			{`{"action":"createjail","props":"release=10.2-RELEASE"}`, `{"createjail":{"props":"release=10.2-RELEASE","switches":"","success":{"Successfully created":" ` + fresh + ` (x)"}}}`, "no jail is made of a release that was cleaned"},
		},
		"a pool is told": {
			{`{"action":"activatepool"}`, `{"activatepool":{"currently active":{"pool":" tank"}}}`, ""},
			{`{"action":"activatepool"}`, `{"activatepool":{"currently active":{"pool":" zroot"}}}`, "activatepool without a pool names the active one"},
		},
		"a pool is gone": {
			{`{"action":"deactivatepool","pool":"tank"}`, `{"deactivatepool":{"success":"pool tank deactivated."}}`, ""},
			{list0, `{"listjails":{"error":"no pool"}}`, ""},
			{`{"action":"activatepool"}`, `{"activatepool":{"currently active":{"pool":" tank"}}}`, "a deactivated pool is no longer the active one"},
		},
		"settings last": {
			{`{"action":"getjailsettings","jail":"db"}`, `{"getjailsettings":{"db":{"host_hostuuid":"` + db + `","tag":"db","boot":"off","type":"basejail","vnet":"off"}}}`, ""},
			{`{"action":"getjailsettings","jail":"db","prop":"vnet"}`, `{"getjailsettings":{"db":{"vnet":"on"}}}`, "a setting changes only by a request to change it"},
		},
		"an unknown action": {{`{"action":"listreleases"}`, `{"listreleases":{}}`, "an action that the edition does not have is unknown"}},
		"a wrong type":      {{`{"action":"startjail","jail":5}`, `{"startjail":{"error":"no"}}`, "an argument of a wrong type is error 400"}},
		"a missing key":     {{`{"action":"startjail"}`, `{"startjail":{"web":{}}}`, "a request without jail is refused"}},
	} {
		t.Run(name, func(t *testing.T) { judgeAll(t, append([]turn{begin}, turns...)) })
	}
}

// The original server tells of a start that failed as of one that did not.
func TestReferenceTellsOfFailedStarts(t *testing.T) {
	made := turn{`{"action":"createjail","switches":"-e","props":"tag=x"}`, `{"createjail":{"props":"tag=x","switches":"-e","success":{"uuid":"` + fresh + `"}}}`, ""}
	failed := turn{`{"action":"startjail","jail":"x"}`, `{"startjail":{"x":{"* Starting ` + fresh + ` (x)":"","! Start FAILED":""}}}`, ""}
	empty := strings.Replace(row(fresh, "x", "down", "-"), "basejail", "emptyjail", 1)
	down := turn{`{"action":"listjails"}`, list(row(web, "web", "up", "3"), row(db, "db", "down", "-"), empty), ""}
	judgeAs(t, edition.Reference, []turn{begin, made, failed, down})

	down.breaks = "a jail changes only by requests that name it"
	judgeAs(t, edition.Documented, []turn{begin, made, failed, down})
}

// The original server took a row of iocage's that is about no jail for one of a jail.
func TestReferenceTellsOfNoJail(t *testing.T) {
	ask := `{"action":"getjailsettings","prop":"boot","switches":"-r"}`
	answer := `{"getjailsettings":{"-":{"TAG":"none","boot":"none"},"` + web + `":{"TAG":"web","boot":"off"},"` + db + `":{"TAG":"db","boot":"off"}}}`
	judgeAs(t, edition.Reference, []turn{{ask, answer, ""}})
	judgeAs(t, edition.Documented, []turn{{ask, answer, "with the switch -r getjailsettings answers the tag and the property of every jail"}})
}

func judgeAll(t *testing.T, turns []turn) { judgeAs(t, edition.Documented, turns) }

func judgeAs(t *testing.T, compat edition.Compat, turns []turn) {
	judgeOn(t, New(edition.Default, compat, []string{"tank", "zroot"}, "10.2-RELEASE"), turns)
}

// judgeOn has the turns judged one after the other. A turn without a request ends
// the job that is its answer.
func judgeOn(t *testing.T, w *World, turns []turn) {
	for i, one := range turns {
		if one.request == "" {
			w.End(one.answer)
			continue
		}
		var args, answer any
		require.NoError(t, json.Unmarshal([]byte(one.request), &args))
		require.NoError(t, json.Unmarshal([]byte(one.answer), &answer))
		b := w.Judge(Request{Args: args}, Reply{Code: 200, Args: answer, Text: one.answer})
		if one.breaks == "" {
			require.Nil(t, b, "turn %d: %+v", i, b)
			continue
		}
		require.NotNil(t, b, "turn %d", i)
		require.Equal(t, one.breaks, b.Rule)
		require.NotEmpty(t, b.Section)
		require.NotEmpty(t, b.Expected)
	}
}

func TestLogins(t *testing.T) {
	granted := func(token string) Reply { return Reply{Code: 200, Args: []any{token, float64(300)}} }
	refused := Reply{Code: 401}
	a := NewAccess(edition.Documented)
	require.Equal(t, Out, a.Standing("one"))
	require.NotNil(t, a.Login("one", false, granted("t")), "a wrong password")
	require.Nil(t, a.Login("one", true, granted("t")))
	require.Equal(t, In, a.Standing("one"))
	require.NotNil(t, a.LoginToken("two", "u", granted("u")), "a token that nobody got")
	require.NotNil(t, a.LoginToken("two", "t", refused), "a token that is alive")
	require.Nil(t, a.LoginToken("two", "t", granted("t")))

	a.Clear("one")
	require.Equal(t, Out, a.Standing("one"))
	require.Equal(t, Unsure, a.Standing("two"), "it had the same token")
	a.Settle("two", 401)
	require.Equal(t, Out, a.Standing("two"))
	require.NotNil(t, a.LoginToken("two", "t", granted("t")), "a token that was cleared")

	require.NotNil(t, a.Event("two", "dispatcher", "{}"), "nobody has subscribed")
}
