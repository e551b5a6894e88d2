package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// A rewrite is an iocage of 2017 with canned answers. It refuses all other
// command lines as that program does: with an exception.
type rewrite map[string]server.Output

func (r rewrite) Run(_ context.Context, args ...string) (server.Output, error) {
	if out, known := r[strings.Join(args, " ")]; known {
		return out, nil
	}
	return raises("RuntimeError: " + args[len(args)-1] + " not found!"), nil
}

// raises is the output of a program that an exception ended.
func raises(exception string) server.Output {
	stderr := "Traceback (most recent call last):\n  File \"/usr/local/bin/iocage\", line 11, in <module>\n    sys.exit(cli())\n" + exception + "\n"
	return server.Output{Stderr: []byte(stderr), ExitCode: 1}
}

const (
	upUUID       = "5f0c2b1e-4a4e-11e7-9d5b-0cc47a0b1c2d"
	downUUID     = "6a31d7f0-4a4e-11e7-9d5b-0cc47a0b1c2d"
	templateUUID = "71b2a9c4-4a4e-11e7-9d5b-0cc47a0b1c2d"
	setsUp       = "Setting up zpool [tank] for iocage usage\n If you wish to change please use \"iocage activate\"\nCreating tank/iocage\n"
)

var (
	upRow       = tabs("3", upUUID, "on", "up", "www", "jail", "11.0-RELEASE-p9", "em0|10.0.2.80/24", "none", "tank/iocage/templates/base@"+upUUID)
	downRow     = tabs("-", downUUID, "off", "down", "Größe 9", "plugin", "11.0-RELEASE-p9", "-", "none", "-")
	templateRow = tabs("-", templateUUID, "off", "down", "base", "template", "11.0-RELEASE", "-", "none", "-")
)

func tabs(cells ...string) string { return strings.Join(cells, "\t") + "\n" }

// fresh is a host of 2017 on which every command does what it is asked.
var fresh = rewrite{
	"get -p":          says(setsUp + "tank\n"),
	"activate tank":   says("ZFS pool 'tank' successfully activated.\n"),
	"deactivate tank": says("tank successfully deactivated.\n"),
	"clean -fr":       says("All iocage RELEASE and jail datasets have been destroyed.\n"),
	"clean -ft":       says("All iocage template datasets have been destroyed.\n"),
	"list -lh":        says(setsUp + upRow + downRow),
	"list -tlh":       says(templateRow),
	"list -Ph":        says(downRow),
	"list -PhR":       says("[0] BitTorrent Sync - Copies files (all of them) (btsync)\n[1] GitLab - Keeps sources - and more (gitlab)\n"),
	"list -rh":        says("Creating tank/iocage/releases\n10.3-RELEASE\n11.0-RELEASE\n"),
	"list -rRh":       says("[0] 9.3-RELEASE (EOL)\n[1] 11.0-RELEASE\n"),
}

func listed(jid, uuid, boot, state, tag, kind, release, ip4, template string) string {
	return fmt.Sprintf(`{"jid":%q,"uuid":%q,"boot":%q,"state":%q,"tag":%q,"type":%q,"release":%q,"ip4":%q,"ip6":"none","template":%q}`,
		jid, uuid, boot, state, tag, kind, release, ip4, template)
}

var (
	upListed       = listed("3", upUUID, "on", "up", "www", "jail", "11.0-RELEASE-p9", "em0|10.0.2.80/24", "tank/iocage/templates/base@"+upUUID)
	downListed     = listed("-", downUUID, "off", "down", "Größe 9", "plugin", "11.0-RELEASE-p9", "-", "-")
	templateListed = listed("-", templateUUID, "off", "down", "base", "template", "11.0-RELEASE", "-", "-")
)

// answered2017 has requests to the host fresh and the value of the action's
// member in the reply.
var answered2017 = map[string]string{
	`{"action":"activatestatus"}`:                `{"activated":"true","pool":"tank"}`,
	`{"action":"activatepool","pool":"tank"}`:    `{"success":"pool tank activated."}`,
	`{"action":"activatepool"}`:                  `{"currently active":{"pool":" tank"}}`,
	`{"action":"activatepool","pool":"zroot"}`:   `{"error":"zroot not found!"}`,
	`{"action":"activatepool","pool":"-f"}`:      `{"error":"the pool's name must not begin with -, nor a word of it"}`,
	`{"action":"deactivatepool","pool":"tank"}`:  `{"success":"pool tank deactivated."}`,
	`{"action":"deactivatepool","pool":"zroot"}`: `{"error":"zroot not found!"}`,
	`{"action":"deactivatepool"}`:                `{"error":"Missing required keys"}`,
	`{"action":"cleanreleases"}`:                 `{"success":"All RELEASEs have been cleaned."}`,
	`{"action":"cleantemplates"}`:                `{"success":"All templates have been cleaned."}`,
	`{"action":"listjails"}`:                     `{"jails":{"3":` + upListed + `,"` + downUUID + `":` + downListed + `}}`,
	`{"action":"listtemplates"}`:                 `{"templates":{"base":` + templateListed + `}}`,
	`{"action":"listreleases"}`:                  `{"local":["10.3-RELEASE","11.0-RELEASE"],"remote":["9.3-RELEASE (EOL)","11.0-RELEASE"]}`,
	`{"action":"listplugins"}`: `{"remote":{"btsync":{"id":"btsync","name":"BitTorrent Sync","description":"Copies files (all of them)"},` +
		`"gitlab":{"id":"gitlab","name":"GitLab","description":"Keeps sources - and more"}},` +
		`"local":{"Größe 9_` + downUUID + `":` + downListed + `}}`,

	`{"action":"fetchreleases","releases":["10.3-RELEASE (EOL)","11.0-RELEASE","10.3-RELEASE"]}`: `{"started_dispatcher_id":["sysadm_iocage_fetch_release_10.3-RELEASE","sysadm_iocage_fetch_release_11.0-RELEASE"]}`,
	`{"action":"fetchreleases","releases":"10.1-RELEASE"}`:                                       `{"started_dispatcher_id":["sysadm_iocage_fetch_release_10.1-RELEASE"]}`,
	`{"action":"fetchreleases","releases":[]}`:                                                   `{"error":"releases must name at least one release"}`,
	`{"action":"fetchreleases","releases":["11.0-RELEASE",""]}`:                                  `{"error":"the release's name must not be empty"}`,
	`{"action":"fetchreleases","releases":"-r 11.0-RELEASE"}`:                                    `{"error":"the release's name must be a letter or digit, then letters, digits and any of _ . : + @ -"}`,
	`{"action":"fetchreleases","releases":"../11.0-RELEASE"}`:                                    `{"error":"the release's name must be a letter or digit, then letters, digits and any of _ . : + @ -"}`,
	`{"action":"fetchreleases"}`:                                                                 `{"error":"Missing required keys"}`,

	`{"action":"createplugin","plugin":"gitlab","net_device":"re0","ip4":"10.20.0.130"}`:           `{"started_dispatcher_id":"sysadm_iocage_fetch_plugin_gitlab"}`,
	`{"action":"createplugin","plugin":"gitlab","net_device":"re0"}`:                               `{"error":"Missing required keys"}`,
	`{"action":"createplugin","plugin":"gitlab","ip4":"10.20.0.130"}`:                              `{"error":"Missing required keys"}`,
	`{"action":"createplugin","net_device":"re0","ip6":"fd00::1"}`:                                 `{"error":"Missing required keys"}`,
	`{"action":"createplugin","plugin":"gitlab","net_device":"re0","ip4":""}`:                      `{"error":"ip4 and ip6 must not both be empty"}`,
	`{"action":"createplugin","plugin":"","net_device":"re0","ip4":"10.20.0.130"}`:                 `{"error":"the plugin's name must not be empty"}`,
	`{"action":"createplugin","plugin":"gitlab","net_device":"re0\" x","ip4":"10.20.0.130"}`:       `{"error":"net_device must hold neither blanks, quotes nor control characters"}`,
	`{"action":"createplugin","plugin":"gitlab","net_device":"re0","ip6":"fd00::1 vnet=on"}`:       `{"error":"ip6 must hold neither blanks, quotes nor control characters"}`,
	`{"action":"createplugin","plugin":"gitlab","net_device":"-P","ip4":"10.20.0.130"}`:            `{"error":"net_device must not begin with -"}`,
	`{"action":"createplugin","plugin":"git\u0007lab","net_device":"re0","ip4":"10.20.0.130/24"}`:  `{"error":"the plugin's name must not hold control characters"}`,
	`{"action":"createplugin","plugin":"gitlab","net_device":"re0","ip4":"10.0.0.1\u00a0notes=x"}`: `{"error":"ip4 must hold neither blanks, quotes nor control characters"}`,
}

var edition2017 = func() edition.Edition {
	e, err := edition.Find("2017-06-05")
	if err != nil {
		panic(err)
	}
	return e
}()

// done is a host on which every job ends at once.
type done struct{}

func (done) Run(context.Context, []string, io.Writer, func(int)) (int, error) { return 0, nil }

// The actions of edition 2017-06-05 answer as documented over both transports,
// in either compat.
func TestActionsOf2017(t *testing.T) {
	for _, compat := range edition.Compats {
		o := server.Options{Edition: edition2017, Compat: compat, Runner: fresh, JobRunner: done{}}
		t.Run(compat.Name+"/rest", func(t *testing.T) {
			tg := start(t, o)
			for request, want := range answered2017 {
				got := tg.send("PUT", "/sysadm/iocage", "otto:secret", request)
				require.Equal(t, 200, got.StatusCode, request)
				require.JSONEq(t, `{"args":`+underAction(t, request, want)+`}`, got.body, request)
				require.NoError(t, schemas.Validate(edition2017, actionIn(t, request)+".reply.rest", schemas.Strict, []byte(got.body)), request)
			}
		})
		t.Run(compat.Name+"/websocket", func(t *testing.T) {
			c := start(t, o).dial("otto")
			for request, want := range answered2017 {
				got, err := json.Marshal(c.call(request))
				require.NoError(t, err)
				require.JSONEq(t, underAction(t, request, want), string(got), request)
			}
		})
	}
}

// underAction puts a value under the name of the request's action.
func underAction(t *testing.T, request, value string) string {
	return `{"` + actionIn(t, request) + `":` + value + `}`
}

func actionIn(t *testing.T, request string) string {
	var asked struct{ Action string }
	require.NoError(t, json.Unmarshal([]byte(request), &asked))
	return asked.Action
}

// What iocage cannot do, in each of the ways in which the program of 2017 says
// so.
func TestRefusalsOf2017(t *testing.T) {
	tests := []struct {
		request, command, want string
		says                   server.Output
	}{
		{`{"action":"activatestatus"}`, "get -p", `{"activated":"false"}`, raises("RuntimeError: No zpools found! Please create one before using iocage.")},
		{`{"action":"activatestatus"}`, "get -p", `{"activated":"false"}`, says("")},
		{`{"action":"activatepool"}`, "get -p", `{"error":"no pool is active: activate one first"}`, says("")},
		{`{"action":"activatepool"}`, "get -p", `{"error":"You have 2 pools marked active for iocage usage. Run \"iocage activate ZPOOL\" on the preferred pool."}`,
			server.Output{Stdout: []byte("Pools:\n  tank\n  zroot\n"), ExitCode: 1,
				Stderr: []byte("You have 2 pools marked active for iocage usage.\n Run \"iocage activate ZPOOL\" on the preferred pool.\n\n")}},
		{`{"action":"activatepool","pool":"tank"}`, "activate tank", `{"error":"You need to have root privileges to run activate"}`,
			server.Output{Stderr: []byte("You need to have root privileges to run activate\n"), ExitCode: 1}},
		{`{"action":"deactivatepool","pool":"tank"}`, "deactivate tank", `{"error":"this iocage has no command for it: run zfs set org.freebsd.ioc:active=no tank"}`,
			server.Output{Stderr: []byte("Usage: iocage [OPTIONS] COMMAND [ARGS]...\n\nError: No such command \"deactivate\".\n"), ExitCode: 2}},
		{`{"action":"deactivatepool","pool":"tank"}`, "deactivate tank", `{"error":"Pool: tank does not exist!"}`,
			server.Output{Stdout: []byte(setsUp + "Pool: tank does not exist!\n"), ExitCode: 1}},
		{`{"action":"cleanreleases"}`, "clean -fr", `{"error":"libzfs.ZFSException: cannot destroy 'tank/iocage/releases': dataset is busy"}`,
			raises("libzfs.ZFSException: cannot destroy 'tank/iocage/releases': dataset is busy")},
		{`{"action":"cleantemplates"}`, "clean -ft", `{"error":"iocage ended with status 3 and said nothing"}`, server.Output{ExitCode: 3}},
		{`{"action":"listjails"}`, "list -lh", `{"error":"Duplicate tag (www) detected! ` + upUUID + ` (www)"}`,
			server.Output{Stdout: []byte("Duplicate tag (www) detected!\n  " + upUUID + " (www)\n"), Stderr: raises("RuntimeError").Stderr, ExitCode: 1}},
		{`{"action":"listjails"}`, "list -lh", `{"jails":{}}`, says(setsUp)},
		{`{"action":"listtemplates"}`, "list -tlh", `{"error":"no templates"}`, raises("KeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\n" +
			"Traceback (most recent call last):\n  File \"x.py\", line 1, in x\nRuntimeError: no\n templates")},
		{`{"action":"listreleases"}`, "list -rh", `{"remote":["9.3-RELEASE (EOL)","11.0-RELEASE"]}`, raises("RuntimeError: no")},
		{`{"action":"listreleases"}`, "list -rh", `{"local":[""],"remote":["9.3-RELEASE (EOL)","11.0-RELEASE"]}`, says(setsUp)},
		{`{"action":"listreleases"}`, "list -rRh", `{"local":["10.3-RELEASE","11.0-RELEASE"]}`, raises("socket.gaierror: [Errno 8] no address")},
		{`{"action":"listplugins"}`, "list -PhR", `{"local":{"Größe 9_` + downUUID + `":` + downListed + `}}`, raises("_pygit2.GitError: failed to resolve address")},
		{`{"action":"listplugins"}`, "list -PhR", `{"local":{"Größe 9_` + downUUID + `":` + downListed + `}}`, says("[0] Unreadable\n")},
	}
	for _, test := range tests {
		host := maps.Clone(fresh)
		host[test.command] = test.says
		t.Run(test.request+test.command, func(t *testing.T) {
			got, err := json.Marshal(start(t, server.Options{Edition: edition2017, Runner: host}).dial("otto").call(test.request))
			require.NoError(t, err)
			require.JSONEq(t, underAction(t, test.request, test.want), string(got))
			require.NoError(t, schemas.Validate(edition2017, actionIn(t, test.request)+".reply.rest", schemas.Strict, []byte(`{"args":`+string(got)+`}`)))
		})
	}
}

// A jail of iocage 0.9.9 may be named as the jid of another: both are listed,
// whichever is first.
func TestJailNamedAsAJIDOf2017(t *testing.T) {
	rows := []string{tabs("3", "www", "on", "up", "jail", "11.1-RELEASE", "-", "-", "-"), tabs("-", "3", "off", "down", "jail", "11.1-RELEASE", "-", "-", "-")}
	for _, list := range []string{rows[0] + rows[1], rows[1] + rows[0]} {
		host := maps.Clone(fresh)
		host["list -lh"] = says(list)
		answer := start(t, server.Options{Edition: edition2017, Runner: host}).dial("otto").call(`{"action":"listjails"}`)
		jails := answer.(map[string]any)["listjails"].(map[string]any)["jails"].(map[string]any)
		require.Len(t, jails, 2)
		require.Equal(t, "3", jails["www"].(map[string]any)["jid"])
		require.Equal(t, "-", jails["3"].(map[string]any)["jid"])
	}
}

// If neither list can be made, the first failure is the answer.
func TestNeitherListOf2017(t *testing.T) {
	c := start(t, server.Options{Edition: edition2017, Runner: rewrite{}}).dial("otto")
	require.Equal(t, map[string]any{"listreleases": map[string]any{"error": "-rh not found!"}}, c.call(`{"action":"listreleases"}`))
	require.Equal(t, map[string]any{"listplugins": map[string]any{"error": "-Ph not found!"}}, c.call(`{"action":"listplugins"}`))
}

// Lines of another form are a defect, not an empty list.
func TestUnreadableRowsOf2017(t *testing.T) {
	for _, text := range []string{"1\tonly\tfour\tcells\n", "no room on the disk\n"} {
		host := maps.Clone(fresh)
		host["list -lh"], host["get -p"] = says(text), says(text)
		c := start(t, server.Options{Edition: edition2017, Runner: host}).dial("otto")
		require.Equal(t, 500.0, c.call(`{"action":"listjails"}`).(map[string]any)["code"])
		require.Equal(t, 500.0, c.call(`{"action":"activatestatus"}`).(map[string]any)["code"])
	}
}

// Arguments of a wrong JSON type, and actions of earlier editions.
func TestBadRequestsOf2017(t *testing.T) {
	c := start(t, server.Options{Edition: edition2017, Runner: fresh, JobRunner: done{}}).dial("otto")
	for _, args := range []string{
		`{"action":"activatepool","pool":1}`, `{"action":"deactivatepool","pool":null}`,
		`{"action":"fetchreleases","releases":{}}`, `{"action":"fetchreleases","releases":null}`, `{"action":"fetchreleases","releases":[1]}`,
		`{"action":"fetchreleases","releases":["11.0-RELEASE",null]}`, `{"action":"fetchreleases","releases":true}`,
		`{"action":"createplugin","plugin":["gitlab"],"net_device":"re0","ip4":"10.0.0.1"}`,
		`{"action":"createplugin","plugin":"gitlab","net_device":0,"ip4":"10.0.0.1"}`,
		`{"action":"createplugin","plugin":"gitlab","net_device":"re0","ip4":"10.0.0.1","ip6":7}`,
		`{"action":"startjail","jail":"www"}`, `{"action":"getdefaultsettings"}`,
	} {
		require.Equal(t, 400.0, c.call(args).(map[string]any)["code"], args)
	}
}

func TestEarlierEditionsLackActionsOf2017(t *testing.T) {
	c := start(t, server.Options{Runner: host}).dial("otto")
	for _, action := range []string{"activatestatus", "createplugin", "fetchreleases", "listplugins", "listreleases", "listtemplates"} {
		require.Equal(t, 400.0, c.call(`{"action":"` + action + `"}`).(map[string]any)["code"], action)
	}
}
