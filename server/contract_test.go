package server_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
	"github.com/sysadm-go/sysadm/testdata"
)

// An exchange is one example of the documents.
type exchange struct {
	Edition, Action, Transport string
	Request                    struct {
		Verb, Path string
		Body       json.RawMessage
		Message    map[string]json.RawMessage
	}
	Response struct{ Body, Message json.RawMessage }
}

// args returns the arguments of the request, for either transport.
func (e exchange) args() string {
	if e.Transport == "rest" {
		return string(e.Request.Body)
	}
	return string(e.Request.Message["args"])
}

func exchanges(t *testing.T) map[string]exchange {
	found := map[string]exchange{}
	require.NoError(t, fs.WalkDir(testdata.Contract, "contract", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(testdata.Contract, path)
		if err != nil {
			return err
		}
		var e exchange
		require.NoError(t, json.Unmarshal(text, &e), path)
		found[strings.TrimPrefix(path, "contract/")] = e
		return nil
	}))
	require.NotEmpty(t, found)
	return found
}

// hostOf returns an iocage whose output makes the example true.
func hostOf(t *testing.T, e exchange) canned {
	if strings.Contains(string(e.Response.Body)+string(e.Response.Message), "is already") {
		return already
	}
	return host
}

// Every documented exchange is answered exactly as documented over its own
// transport, and with the same arguments over the other one. The examples of
// getjailsettings show values cut at their first colon, as the original cut
// them; "documented" answers whole values, so it is compared with its values
// cut.
func TestDocumentedExchanges(t *testing.T) {
	for name, e := range exchanges(t) {
		for _, compat := range edition.Compats {
			t.Run(name+"/"+compat.Name, func(t *testing.T) {
				ed, err := edition.Find(e.Edition)
				require.NoError(t, err)
				tg := start(t, server.Options{Edition: ed, Compat: compat, Runner: hostOf(t, e)})

				overREST := tg.send("PUT", "/sysadm/iocage", "admin:secret", e.args())
				require.Equal(t, 200, overREST.StatusCode, overREST.body)
				message := `{"namespace":"sysadm","name":"iocage","id":"fooid","args":` + e.args() + `}`
				c := tg.dial("admin")
				c.send(message)
				overWS := c.next()

				if cut := e.Action == "getjailsettings" && !compat.CutValues; cut {
					overREST.body, overWS = cutValues(t, overREST.body), cutValues(t, overWS)
				}
				if compat.EmptyRefusals && strings.Contains(overWS, `"activatepool":{}`) {
					require.Contains(t, name, "activatepool.query", "the original tells no pool, see docs/compat.md")
				} else if e.Transport == "rest" {
					require.JSONEq(t, string(e.Response.Body), overREST.body)
				} else {
					require.JSONEq(t, string(e.Response.Message), overWS)
				}
				require.Equal(t, decode(t, overREST.body)["args"], decode(t, overWS)["args"])
			})
		}
	}
}

// cutValues cuts each value of a reply to getjailsettings at its first colon.
func cutValues(t *testing.T, text string) string {
	reply := decode(t, text)
	for _, settings := range reply["args"].(map[string]any)["getjailsettings"].(map[string]any) {
		for name, value := range settings.(map[string]any) {
			before, _, _ := strings.Cut(value.(string), ":")
			settings.(map[string]any)[name] = before
		}
	}
	cut, err := json.Marshal(reply)
	require.NoError(t, err)
	return string(cut)
}

// An example sent verbatim, with all its members, is answered, too.
func TestDocumentedMessagesVerbatim(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("admin")
	for name, e := range exchanges(t) {
		if e.Transport != "websocket" {
			continue
		}
		message, err := json.Marshal(e.Request.Message)
		require.NoError(t, err)
		reply := c.ask(string(message))
		require.Equal(t, "fooid", reply["id"], name)
		require.Equal(t, "response", reply["name"], name)
	}
}

func TestEditionDecidesTheActions(t *testing.T) {
	older, err := edition.Find("2016-02-01")
	require.NoError(t, err)
	tg := start(t, server.Options{Edition: older, Runner: host})
	c := tg.dial("admin")
	require.Equal(t, map[string]any{"code": 400.0, "message": `Bad Request: sysadm/iocage has no action "startjail"`},
		c.call(`{"action":"startjail","jail":"test"}`))
}

func TestNewerIocagePrintsZFSProperties(t *testing.T) {
	for name, documented := range map[string]int{"2016-02-05": 106, "2016-02-22": 115} {
		ed, err := edition.Find(name)
		require.NoError(t, err)
		tg := start(t, server.Options{Edition: ed, Runner: host})
		c := tg.dial("admin")
		args := c.call(`{"action":"getjailsettings","jail":"testjail"}`).(map[string]any)
		settings := args["getjailsettings"].(map[string]any)["testjail"].(map[string]any)
		require.Len(t, settings, documented, name)
		require.Equal(t, "https://github.com", settings["gitlocation"], "values are whole")
	}
}
