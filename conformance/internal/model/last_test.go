package model

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

const (
	base = "b0000000-dd35-11e5-8f6c-0cc47a03d4a1"
	git  = "c0000001-dd35-11e5-8f6c-0cc47a03d4a1"
)

// tableRow is a row of the last edition, under its key.
func tableRow(key, uuid, tag, jid, kind string) string {
	state := "up"
	if jid == "-" {
		state = "down"
	}
	return fmt.Sprintf(`%q:{"jid":%q,"uuid":%q,"boot":"off","state":%q,"tag":%q,"type":%q,"release":"10.3-RELEASE","ip4":"em0|10.0.0.1/24","ip6":"none","template":"-"}`, key, jid, uuid, state, tag, kind)
}

func table(action, member string, rows ...string) string {
	return `{"` + action + `":{"` + member + `":{` + strings.Join(rows, ",") + `}}}`
}

func plugins(local ...string) string {
	return `{"listplugins":{"remote":{"git":{"id":"git","name":"Git","description":"Code"}},"local":{` + strings.Join(local, ",") + `}}}`
}

func releases(local string) string {
	return `{"listreleases":{"local":[` + local + `],"remote":["9.3-RELEASE (EOL)","10.3-RELEASE"]}}`
}

// known is what each test of the last edition begins with.
var known = []turn{
	{`{"action":"listjails"}`, table("listjails", "jails", webRow, dbRow), ""},
	{`{"action":"listreleases"}`, releases(`""`), ""},
	{`{"action":"listplugins"}`, plugins(), ""},
	{`{"action":"listtemplates"}`, table("listtemplates", "templates", tableRow("base", base, "base", "-", "template")), ""},
	{`{"action":"activatestatus"}`, `{"activatestatus":{"activated":"true","pool":"tank"}}`, ""},
}

var (
	webRow = tableRow("3", web, "web", "3", "jail")
	dbRow  = tableRow(db, db, "db", "-", "jail")
	gitRow = tableRow("4", git, "git", "4", "plugin")
)

func TestRulesOfTheLastEdition(t *testing.T) {
	listjails, listreleases, listplugins := `{"action":"listjails"}`, `{"action":"listreleases"}`, `{"action":"listplugins"}`
	listtemplates, activatestatus := `{"action":"listtemplates"}`, `{"action":"activatestatus"}`
	fetch := turn{`{"action":"fetchreleases","releases":["9.3-RELEASE (EOL)"]}`, `{"fetchreleases":{"started_dispatcher_id":["sysadm_iocage_fetch_release_9.3-RELEASE"]}}`, ""}
	create := turn{`{"action":"createplugin","plugin":"git","net_device":"em0","ip4":"10.0.0.9"}`, `{"createplugin":{"started_dispatcher_id":"sysadm_iocage_fetch_plugin_git"}}`, ""}
	ended := func(id string) turn { return turn{"", "sysadm_iocage_fetch_" + id, ""} }
	const own = "a row stands under its own key"
	for name, turns := range map[string][]turn{
		"jails of old shape":           {{listjails, list(row(web, "web", "up", "3")), "a table has one object for each jail, with ten members that are text"}},
		"a jail under its tag":         {{listjails, table("listjails", "jails", tableRow("web", web, "web", "3", "jail"), dbRow), own}},
		"a running jail by uuid":       {{listjails, table("listjails", "jails", tableRow(web, web, "web", "3", "jail"), dbRow), own}},
		"a stopped jail under -":       {{listjails, table("listjails", "jails", webRow, tableRow("-", db, "db", "-", "jail")), ""}},
		"a running jail hidden":        {{listjails, table("listjails", "jails", tableRow("-", db, "db", "-", "jail")), "a jail is listed until it is destroyed"}},
		"a stopped jail lost":          {{listjails, table("listjails", "jails", webRow), "a jail is listed until it is destroyed"}},
		"a member lost":                {{listjails, strings.Replace(table("listjails", "jails", webRow, dbRow), `"ip6":"none",`, "", 1), "a table has one object for each jail, with ten members that are text"}},
		"an address changes":           {{listjails, strings.Replace(table("listjails", "jails", webRow, dbRow), "10.0.0.1", "10.0.0.2", 1), "a jail changes only by requests that name it"}},
		"a release from nowhere":       {{listreleases, releases(`"10.3-RELEASE"`), "only releases that were fetched are local"}},
		"a release that is not text":   {{listreleases, releases(`5`), "listreleases answers two arrays of texts"}},
		"what can be fetched changes":  {{listreleases, strings.Replace(releases(`""`), " (EOL)", "", 1), "the releases that can be fetched stay as they are"}},
		"a job of another id":          {{fetch.request, strings.Replace(fetch.answer, "_release_", "_", 1), "fetchreleases answers the ids of its jobs"}},
		"a mark in an id":              {{fetch.request, strings.Replace(fetch.answer, "9.3-RELEASE", "9.3-RELEASE (EOL)", 1), "fetchreleases answers the ids of its jobs"}},
		"a release is fetched":         {fetch, ended("release_9.3-RELEASE"), {listreleases, releases(`"9.3-RELEASE",""`), ""}, {listreleases, releases(`""`), "a release is local until it is cleaned"}},
		"a job that fetches nothing":   {fetch, ended("release_9.3-RELEASE"), {listreleases, releases(`""`), "a release is local until it is cleaned"}},
		"while it is fetched":          {fetch, {listreleases, releases(`""`), ""}, {listreleases, releases(`"9.3-RELEASE"`), ""}},
		"fetched twice at once":        {fetch, {fetch.request, `{"fetchreleases":{"error":"already"}}`, ""}},
		"nothing to fetch":             {{`{"action":"fetchreleases"}`, `{"fetchreleases":{"started_dispatcher_id":[]}}`, "a name that cannot be a release is refused, and so are no names"}},
		"an option to fetch":           {{`{"action":"fetchreleases","releases":"-r"}`, `{"fetchreleases":{"started_dispatcher_id":["sysadm_iocage_fetch_release_-r"]}}`, "a name that cannot be a release is refused, and so are no names"}},
		"releases of a wrong type":     {{`{"action":"fetchreleases","releases":[5]}`, fetch.answer, "an argument of a wrong type is error 400"}},
		"releases are cleaned":         {{`{"action":"cleanreleases"}`, `{"cleanreleases":{"success":"All RELEASEs have been cleaned."}}`, ""}, {listreleases, releases(`"10.3-RELEASE"`), "only releases that were fetched are local"}},
		"a plugin is created":          {create, ended("plugin_git"), {listjails, table("listjails", "jails", webRow, dbRow, gitRow), ""}, {listplugins, plugins(tableRow("git_4", git, "git", "4", "plugin")), ""}, {listplugins, plugins(), "a jail is listed until it is destroyed"}},
		"a job that creates nothing":   {create, ended("plugin_git"), {listjails, table("listjails", "jails", webRow, dbRow), "a plugin that was created is listed as a jail"}},
		"a plugin under its tag":       {create, ended("plugin_git"), {listplugins, plugins(tableRow("git", git, "git", "4", "plugin")), own}},
		"a plugin from nowhere":        {{listplugins, plugins(tableRow("git_4", git, "git", "4", "plugin")), "only jails that were made are listed"}},
		"a plugin without an address":  {{`{"action":"createplugin","plugin":"git","net_device":"em0"}`, create.answer, "a plugin without an address is refused"}},
		"a plugin under another id":    {{listplugins, strings.Replace(plugins(), `"git":`, `"0":`, 1), "a plugin stands under its id, with its name and its description"}},
		"an index that changes":        {{listplugins, strings.Replace(plugins(), "Code", "", 1), "the plugins that can be fetched stay as they are"}},
		"a template is gone":           {{listtemplates, table("listtemplates", "templates"), "a template is listed until it is cleaned"}},
		"a template is cleaned":        {{`{"action":"cleantemplates"}`, `{"cleantemplates":{"success":"All templates have been cleaned."}}`, ""}, {listtemplates, table("listtemplates", "templates", tableRow("base", base, "base", "-", "template")), "a template stays as it is"}},
		"what releases held may go":    {{`{"action":"cleanreleases"}`, `{"cleanreleases":{"success":"All RELEASEs have been cleaned."}}`, ""}, {listjails, table("listjails", "jails"), ""}},
		"another pool":                 {{activatestatus, `{"activatestatus":{"activated":"true","pool":"zroot"}}`, "activatestatus tells whether a pool is active, and which"}},
		"activated as a truth value":   {{activatestatus, `{"activatestatus":{"activated":true,"pool":"tank"}}`, "activatestatus tells whether a pool is active, and which"}},
		"no pool":                      {{activatestatus, `{"activatestatus":{"activated":"false"}}`, "activatestatus tells whether a pool is active, and which"}},
		"the first pool comes back":    {{`{"action":"deactivatepool","pool":"tank"}`, `{"deactivatepool":{"success":"pool tank deactivated."}}`, ""}, {activatestatus, `{"activatestatus":{"activated":"true","pool":"tank"}}`, ""}},
		"no pool after all":            {{`{"action":"deactivatepool","pool":"tank"}`, `{"deactivatepool":{"success":"pool tank deactivated."}}`, ""}, {activatestatus, `{"activatestatus":{"activated":"false"}}`, ""}},
		"the second pool does not":     {{`{"action":"activatepool","pool":"zroot"}`, `{"activatepool":{"success":"pool zroot activated."}}`, ""}, {`{"action":"deactivatepool","pool":"zroot"}`, `{"deactivatepool":{"success":"pool zroot deactivated."}}`, ""}, {activatestatus, `{"activatestatus":{"activated":"true","pool":"zroot"}}`, "a deactivated pool is no longer the active one"}},
		"the question may be an error": {{`{"action":"activatepool"}`, `{"activatepool":{"error":"Missing argument"}}`, ""}},
		"what the edition has no more": {{`{"action":"startjail","jail":"db"}`, `{"startjail":{"error":"no"}}`, "an action that the edition does not have is unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			last, err := edition.Find("2017-06-05")
			require.NoError(t, err)
			judgeOn(t, New(last, edition.Documented, []string{"tank", "zroot"}, ""), append(known[:len(known):len(known)], turns...))
		})
	}
}

// The programs after that of the edition have a name in place of the uuid and tag, and
// say of a jail that they cannot read that it is corrupt.
func TestJailsOfNewerPrograms(t *testing.T) {
	last, err := edition.Find("2017-06-05")
	require.NoError(t, err)
	corrupt := strings.Replace(tableRow("old", "old", "old", "-", "N/A"), `"down"`, `"CORRUPT"`, 1)
	told := table("listjails", "jails", tableRow("3", "www", "www", "3", "jail"), corrupt)
	for name, turns := range map[string][]turn{
		"listed":             {{`{"action":"listjails"}`, told, ""}, {`{"action":"listjails"}`, told, ""}},
		"a row without name": {{`{"action":"listjails"}`, table("listjails", "jails", tableRow("3", "", "www", "3", "jail")), "a table has one object for each jail, with ten members that are text"}},
		"a jid of none":      {{`{"action":"listjails"}`, strings.Replace(told, `"CORRUPT"`, `"up"`, 1), "a jail has a jid exactly when it is up"}},
		"another state":      {{`{"action":"listjails"}`, strings.Replace(told, `"CORRUPT"`, `"DOWN"`, 1), "a jail is up or down"}},
	} {
		t.Run(name, func(t *testing.T) {
			judgeOn(t, New(last, edition.Documented, []string{"tank"}, ""), turns)
		})
	}
}
