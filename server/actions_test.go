package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// told is an iocage with canned answers. It refuses all other command lines as
// the shell iocage refuses an unknown jail.
type told map[string]server.Output

func (i told) Run(_ context.Context, args ...string) (server.Output, error) {
	if out, known := i[strings.Join(args, " ")]; known {
		return out, nil
	}
	return server.Output{Stderr: fmt.Appendf(nil, "  ERROR: %s not found!\n", args[len(args)-1]), ExitCode: 1}, nil
}

func says(stdout string) server.Output { return server.Output{Stdout: []byte(stdout)} }

const (
	webUUID = "7d1f6a3c-d0a1-11e5-8f11-0cc47a0b1c2d"
	newUUID = "8e20751e-d0a1-11e5-8f11-0cc47a0b1c2d"
	webRow  = webUUID + "  1.41x   none   20G    812M   61.2G web\n"
)

// young is a host for the actions added after 2016-02-05.
var young = told{
	"df":                                 says("UUID                                  CRT     RES    QTA    USE    AVA   TAG\n" + webRow),
	"cap web":                            says("  + Applying resource limits OK\n"),
	"cap slow":                           says("  + Applying resource limits    FAILED to apply memoryuse=log:8G\n"),
	"clean -fj":                          says("  INFO: destroying tank/iocage/jails:  \b/\bdone!\n"),
	"clean -fr":                          says(""),
	"clean -ft":                          says(""),
	"clean -fa":                          {Stdout: []byte("  INFO: destroying tank/iocage:  \bdone!\n"), Stderr: []byte("cannot destroy 'tank/iocage': dataset is busy\n")},
	"clone web":                          says("  Successfully created: " + newUUID + " (2016-02-11@09:08:07)\n"),
	"clone web tag=copy boot=on":         says("  Successfully created: " + newUUID + " (copy)\n"),
	"create release=10.2-RELEASE tag=db": says("  Successfully created: " + newUUID + " (db)\n"),
	"create quota=abc":                   {Stdout: []byte("  Successfully created: " + newUUID + " (t)\n"), Stderr: []byte("cannot create 'x': bad numeric value 'abc'\n")},
	"create -e tag=bare":                 says(newUUID + "\n"),
	"get mountpoint web":                 says("/iocage/jails/" + webUUID + "\n"),
	"get mountpoint E":                   says("/iocage/releases/10.2-RELEASE\n"),
	"destroy -f web":                     says("* Stopping " + webUUID + " (web)\n  Destroying: " + webUUID + "\n"),
	"exec -U www web uname -r":           says("10.2-RELEASE\nlogin:  ok\n"),
	"exec -U root web false":             {ExitCode: 1},
	"get vnet web":                       says("off\n"),
	"get interfaces web":                 says("vnet0:bridge0\n"),
	"get -r vnet":                        says("UUID                                  TAG  vnet\n" + webUUID + "  web  off\n-                                     none none\n"),
	"get nosuch web":                     {Stderr: []byte("  ERROR: unsupported property: nosuch !\n"), ExitCode: 1},
	"get all web":                        says("boot:off\n"),
}

// answered has requests and the value of the action's member in the reply.
var answered = map[string]string{
	`{"action":"df"}`: `{"` + webUUID + `":{"ava":"61.2G","crt":"1.41x","qta":"20G","res":"none","tag":"web","use":"812M"}}`,

	`{"action":"capjail","jail":"web"}`:  `{"success":"jail web capped."}`,
	`{"action":"capjail","jail":"slow"}`: `{"error":"+ Applying resource limits    FAILED to apply memoryuse=log:8G"}`,
	`{"action":"capjail","jail":"no"}`:   `{"error":"ERROR: no not found!"}`,
	`{"action":"capjail"}`:               `{"error":"Missing required keys"}`,

	`{"action":"cleanjails"}`:     `{"success":"All jails have been cleaned."}`,
	`{"action":"cleanreleases"}`:  `{"success":"All RELEASEs have been cleaned."}`,
	`{"action":"cleantemplates"}`: `{"success":"All templates have been cleaned."}`,
	`{"action":"cleanall"}`:       `{"error":"cannot destroy 'tank/iocage': dataset is busy"}`,

	`{"action":"clonejail","jail":"web"}`:                             `{"jail":"web","props":"","success":{"Successfully created":" ` + newUUID + ` (2016-02-11@09:08:07)"}}`,
	`{"action":"clonejail","jail":"web","props":"tag=copy  boot=on"}`: `{"jail":"web","props":"tag=copy  boot=on","success":{"Successfully created":" ` + newUUID + ` (copy)"}}`,
	`{"action":"clonejail","jail":"web","props":"-f"}`:                `{"error":"props must be words NAME=VALUE: \"-f\" is none"}`,
	`{"action":"clonejail","props":"tag=x"}`:                          `{"error":"Missing required keys"}`,

	`{"action":"createjail","props":"release=10.2-RELEASE tag=db"}`: `{"props":"release=10.2-RELEASE tag=db","success":{"Successfully created":" ` + newUUID + ` (db)"},"switches":""}`,
	`{"action":"createjail","props":"tag=bare","switches":"-e"}`:    `{"props":"tag=bare","success":{"uuid":"` + newUUID + `"},"switches":"-e"}`,
	`{"action":"createjail","props":"tag=bare","switches":"-f"}`:    `{"error":"switches must be -e or be left out"}`,
	`{"action":"createjail","props":"quota=abc"}`:                   `{"error":"cannot create 'x': bad numeric value 'abc' (iocage left the new jail ` + newUUID + ` (t) as it is: destroy it if it is no use)"}`,

	`{"action":"destroyjail","jail":"web"}`: `{"success":{"Destroying":" ` + webUUID + `"}}`,
	`{"action":"destroyjail","jail":"no"}`:  `{"error":"ERROR: no not found!"}`,
	`{"action":"destroyjail","jail":"E"}`:   `{"error":"E names no jail but /iocage/releases/10.2-RELEASE: name a jail by its tag or uuid"}`,
	`{"action":"destroyjail"}`:              `{"error":"Missing required keys"}`,

	`{"action":"execjail","jail":"web","user":"www","command":"uname -r"}`: `{"success":{"10.2-RELEASE":"","login":" ok"}}`,
	`{"action":"execjail","jail":"web","user":"root","command":"false"}`:   `{"error":"iocage ended with status 1 and said nothing"}`,
	`{"action":"execjail","jail":"web","command":"false"}`:                 `{"error":"Missing required keys"}`,
	`{"action":"execjail","jail":"web","user":"root"}`:                     `{"error":"Missing required keys"}`,

	`{"action":"getjailsettings","jail":"web","prop":"vnet"}`:                 `{"web":{"vnet":"off"}}`,
	`{"action":"getjailsettings","jail":"web","prop":"interfaces"}`:           `{"web":{"interfaces":"vnet0:bridge0"}}`,
	`{"action":"getjailsettings","jail":"web","prop":"nosuch"}`:               `{"error":"ERROR: unsupported property: nosuch !"}`,
	`{"action":"getjailsettings","switches":"-r","prop":"vnet"}`:              `{"` + webUUID + `":{"TAG":"web","vnet":"off"}}`,
	`{"action":"getjailsettings","switches":"-a","prop":"vnet"}`:              `{"error":"switches must be -r or be left out"}`,
	`{"action":"getjailsettings","switches":"-r","prop":"vnet","jail":"web"}`: `{"error":"switches ask for every jail: leave out either jail or switches"}`,
	`{"action":"getjailsettings","prop":"vnet"}`:                              `{"error":"Missing required keys"}`,
	`{"action":"getjailsettings","switches":"-r"}`:                            `{"error":"Missing required keys"}`,
}

// The actions that edition 2016-02-22 added answer as documented over both
// transports, and every reply is valid under the strict schemas.
func TestYoungerActions(t *testing.T) {
	tg := start(t, server.Options{Runner: young})
	c := tg.dial("admin")
	for request, want := range answered {
		var asked struct{ Action string }
		require.NoError(t, json.Unmarshal([]byte(request), &asked))
		want = `{"` + asked.Action + `":` + want + `}`

		overREST := tg.send("PUT", "/sysadm/iocage", "admin:secret", request)
		require.Equal(t, 200, overREST.StatusCode, request)
		require.JSONEq(t, `{"args":`+want+`}`, overREST.body, request)
		require.NoError(t, schemas.Validate(edition.Default, asked.Action+".reply.rest", schemas.Strict, []byte(overREST.body)), request)
		got, err := json.Marshal(c.call(request))
		require.NoError(t, err)
		require.JSONEq(t, want, string(got), request)
	}
}

// Modes 3 and 4 of getjailsettings ask for the same.
func TestSettingsOfAll(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("admin")
	require.Equal(t, c.call(`{"action":"getjailsettings","jail":"testjail"}`), c.call(`{"action":"getjailsettings","jail":"testjail","prop":"all"}`))
}

func TestWrongTypesOfYoungerActions(t *testing.T) {
	tg := start(t, server.Options{Runner: young})
	c := tg.dial("admin")
	for _, args := range []string{
		`{"action":"capjail","jail":5}`, `{"action":"clonejail","jail":["web"]}`, `{"action":"clonejail","jail":"web","props":{}}`,
		`{"action":"createjail","props":null}`, `{"action":"createjail","switches":true}`, `{"action":"destroyjail","jail":null}`,
		`{"action":"execjail","jail":"web","user":0,"command":"x"}`, `{"action":"execjail","jail":"web","user":"root","command":["x"]}`,
		`{"action":"getjailsettings","jail":"web","prop":1}`, `{"action":"getjailsettings","prop":"vnet","switches":["-r"]}`,
	} {
		require.Equal(t, 400.0, c.call(args).(map[string]any)["code"], args)
	}
}

// A server of an older edition does not know the newer actions, and ignores the
// newer arguments.
func TestOlderEditionsLackYoungerActions(t *testing.T) {
	for _, e := range edition.Editions {
		if e.Name >= edition.Default.Name {
			continue
		}
		tg := start(t, server.Options{Edition: e, Runner: young})
		c := tg.dial("admin")
		for _, action := range edition.Default.Actions {
			if !e.Offers(action) {
				require.Equal(t, map[string]any{"code": 400.0, "message": `Bad Request: sysadm/iocage has no action "` + action + `"`},
					c.call(`{"action":"`+action+`","jail":"web"}`))
			}
		}
		require.Equal(t, c.call(`{"action":"getjailsettings","jail":"web"}`), c.call(`{"action":"getjailsettings","jail":"web","prop":"vnet"}`))
	}
}

func TestReferenceCap(t *testing.T) {
	tg := start(t, server.Options{Runner: young, Compat: edition.Reference})
	c := tg.dial("admin")
	for _, jail := range []string{"no", "slow", "web"} {
		require.Equal(t, map[string]any{"capjail": map[string]any{}}, c.call(`{"action":"capjail","jail":"`+jail+`"}`), jail)
	}
	require.Equal(t, map[string]any{"capjail": map[string]any{"error": "Missing required keys"}}, c.call(`{"action":"capjail"}`))
}
