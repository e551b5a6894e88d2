package server_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

func TestReferenceErrors(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference})
	c := tg.dial("")
	c.send(listJails)
	require.Equal(t, `{"args":{"code":"401","message":"Unauthorized"},"id":"list","name":"error","namespace":"error"}`, c.next())

	got := tg.send("PUT", "/sysadm/iocage", "admin:secret", `{"action":"listjails"}`)
	require.Equal(t, "text/json; charset=utf-8", got.Header.Get("Content-Type"))
	got = tg.send("PUT", "/sysadm/nothing", "admin:secret", `{}`)
	require.Equal(t, 404, got.StatusCode)
	require.Equal(t, "{\n    \"args\": {\n    }\n}\n", got.body)
	require.NotContains(t, got.Header, "Content-Type")
	for login, verb := range map[string]string{"admin:wrong": "PUT", "": "PUT", "admin:secret": "DELETE"} {
		got = tg.send(verb, "/sysadm/iocage", login, "{}")
		require.Empty(t, got.body)
		require.NotContains(t, got.Header, "Content-Type")
		require.NotContains(t, got.Header, "Allow", "the original never sends it with 400")
		require.Equal(t, map[bool]int{true: 400, false: 401}[verb == "DELETE"], got.StatusCode)
	}
}

// The reply has iocage's refusal in place of the answer. In editions in which a
// single property can be asked for, getjailsettings returns it as an error,
// with the blanks that iocage prints.
func TestReferenceRefusals(t *testing.T) {
	settings := map[string]map[string]any{
		"2016-02-01": {"nosuch": map[string]any{"ERROR": " jail nosuch not found!"}},
		"2016-02-05": {"nosuch": map[string]any{"ERROR": " jail nosuch not found!"}},
		"2016-02-22": {"error": "  ERROR: jail nosuch not found!"},
	}
	for _, e := range edition.Editions {
		if !e.Offers("getjailsettings") {
			continue
		}
		c := start(t, server.Options{Runner: host, Edition: e, Compat: edition.Reference}).dial("admin")
		require.Equal(t, map[string]any{"getjailsettings": settings[e.Name]}, c.call(`{"action":"getjailsettings","jail":"nosuch"}`))
	}
	c := start(t, server.Options{Runner: host, Compat: edition.Reference}).dial("admin")
	require.Equal(t, map[string]any{"startjail": map[string]any{"nosuch": map[string]any{"ERROR": " nosuch not found!"}}},
		c.call(`{"action":"startjail","jail":"nosuch"}`))
	require.Equal(t, map[string]any{"startjail": map[string]any{"error": "Missing required keys"}},
		c.call(`{"action":"startjail"}`))
}

// Refusals are passed on exactly as iocage prints them.
func TestReferencePadding(t *testing.T) {
	says := "  ERROR: jail nosuch not found!"
	c := start(t, server.Options{Compat: edition.Reference, Runner: prints{
		"clone nosuch": {"", says + "\n"}, "get vnet nosuch": {"", says + "\n"}, "destroy -f nosuch": {"", says + "\n"},
		"get all": {"", "  ERROR: missing UUID or property!\n"},
	}}).dial("admin")
	for action, want := range map[string]string{
		`"clonejail","jail":"nosuch"`:                     says,
		`"getjailsettings","jail":"nosuch","prop":"vnet"`: says,
		`"getjailsettings","jail":null`:                   "  ERROR: missing UUID or property!",
	} {
		for _, answer := range c.call(`{"action":` + action + `}`).(map[string]any) {
			require.Equal(t, map[string]any{"error": want}, answer, action)
		}
	}
}

// prints is an iocage that prints, for given arguments, on stdout and stderr.
type prints map[string][2]string

func (p prints) Run(_ context.Context, args ...string) (server.Output, error) {
	out, found := p[strings.Join(args, " ")]
	if !found {
		return server.Output{Stderr: []byte("  ERROR: unexpected\n"), ExitCode: 1}, nil
	}
	return server.Output{Stdout: []byte(out[0]), Stderr: []byte(out[1]), ExitCode: len(out[1])}, nil
}

// Output of iocage is answered in the original's words, or not at all.
func TestReferenceActions(t *testing.T) {
	tg := start(t, server.Options{Compat: edition.Reference, Runner: prints{
		"activate":         {"pool: tank\n", ""},
		"activate tank":    {"", ""},
		"activate odd":     {"something\n", ""},
		"activate bad":     {"", "  ERROR: no such pool\nmore\n"},
		"deactivate tank":  {"", ""},
		"deactivate bad":   {"", "  ERROR: no such pool\n"},
		"cap www":          {"", ""},
		"cap bad":          {"", "  ERROR: bad\n"},
		"start www":        {"* Starting  www\n  + a:b:c \n", "  url: https://x\n"},
		"stop down":        {"", "  INFO: u (down) is already down\n"},
		"get all www":      {"tag:www\nurl:https://x\n  odd \t line\nip6:fe80::1\n", ""},
		"get all failing":  {"a:1\n", "  ERROR: it failed: at last\n"},
		"get all latin":    {"k\xe9y:v\u2028\n", ""},
		"defaults":         {"a=b=c\nurl=https://x\nodd\n", ""},
		"clean -fa":        {"", ""},
		"get all nothing":  {"", ""},
		"start everything": {"\n \n", ""},
	}})
	c := tg.dial("admin")
	for args, want := range map[string]string{
		`{"action":"activatepool"}`:                             `{"activatepool":{}}`,
		`{"action":"activatepool","pool":""}`:                   `{"activatepool":{}}`,
		`{"action":"activatepool","pool":5}`:                    `{"activatepool":{}}`,
		`{"action":"activatepool","pool":"tank"}`:               `{"activatepool":{"success":"pool tank activated."}}`,
		`{"action":"activatepool","pool":"odd"}`:                `{"activatepool":{}}`,
		`{"action":"activatepool","pool":"bad"}`:                `{"activatepool":{"error":"  ERROR: no such pool"}}`,
		`{"action":"deactivatepool","pool":"tank"}`:             `{"deactivatepool":{"success":"pool tank deactivated."}}`,
		`{"action":"deactivatepool","pool":"bad"}`:              `{"deactivatepool":{}}`,
		`{"action":"deactivatepool"}`:                           `{"deactivatepool":{"error":"Missing required keys"}}`,
		`{"action":"capjail","jail":"www"}`:                     `{"capjail":{"success":"jail www capped."}}`,
		`{"action":"capjail","jail":"bad"}`:                     `{"capjail":{}}`,
		`{"action":"capjail","jail":[]}`:                        `{"capjail":{}}`,
		`{"action":"startjail","jail":"www"}`:                   `{"startjail":{"www":{"* Starting www":"","+ a":"b","url":" https"}}}`,
		`{"action":"startjail","jail":null}`:                    `{"startjail":{"":{"ERROR":" missing UUID!"}}}`,
		`{"action":"startjail","jail":"everything"}`:            `{"startjail":{"everything":{"":""}}}`,
		`{"action":"stopjail","jail":"down"}`:                   `{"stopjail":{"down":{"INFO":" u (down) is already down"}}}`,
		`{"action":"getjailsettings","jail":"www"}`:             `{"getjailsettings":{"www":{"ip6":"fe80","odd line":"","tag":"www","url":"https"}}}`,
		`{"action":"getjailsettings","jail":"failing"}`:         `{"getjailsettings":{"error":"  ERROR: it failed: at last"}}`,
		`{"action":"getjailsettings","jail":"latin"}`:           `{"getjailsettings":{"latin":{"k` + "\ufffd" + `y":"v"}}}`,
		`{"action":"getjailsettings","jail":"nothing"}`:         `{"getjailsettings":{"nothing":{}}}`,
		`{"action":"getdefaultsettings"}`:                       `{"getdefaultsettings":{"defaults":{"a":"b","odd":"","url":"https://x"}}}`,
		`{"action":"cleanall"}`:                                 `{"cleanall":{"success":"All iocage datasets have been cleaned."}}`,
		`{"action":"startjail","jail":"www --force"}`:           `{"startjail":{"error":"the jail's name must not begin with -, nor a word of it"}}`,
		`{"action":"ListJails"}`:                                ``,
		`{"action":["listjails"]}`:                              ``,
		`"listjails"`:                                           ``,
		`{"action":"getjailsettings","jail":"www","zz":[1,{}]}`: `{"getjailsettings":{"www":{"ip6":"fe80","odd line":"","tag":"www","url":"https"}}}`,
	} {
		c.send(`{"namespace":"sysadm","name":"iocage","id":"1","args":` + args + `}`)
		whole := `{"args":` + want + `,"id":"1","name":"response","namespace":"sysadm"}`
		if want == "" {
			whole = `{"args":{"code":"400","message":"Bad Request"},"id":"1","name":"error","namespace":"error"}`
		}
		require.Equal(t, whole, c.next(), args)
	}
}

// The server has the classes of its time, and rpc/identify, without which newer
// clients exit.
func TestReferenceClasses(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference})
	c := tg.dial("admin")
	for class, want := range map[string]string{
		"rpc/query":            `{"args":{"rpc/dispatcher":"read/write","sysadm/iocage":"read/write"},"id":"1","name":"response","namespace":"rpc"}`,
		"rpc/logs":             `"404"`,
		"rpc/settings":         `"404"`,
		"sysadm/settings":      `"404"`,
		"events/other":         `"400"`,
		"events/subscribe":     `"args":{}`,
		"rpc/identify":         `"type":"server"`,
		"SYSADM/IOCAGE":        `"400"`,
		"rpc/Auth":             `"404"`,
		"events/Subscribe":     `"400"`,
		"sysadm/systemmanager": `"404"`,
	} {
		namespace, name, _ := strings.Cut(class, "/")
		c.send(`{"namespace":"` + namespace + `","name":"` + name + `","id":"1","args":{}}`)
		require.Contains(t, c.next(), want, class)
	}
	c.send(`{"namespace":"rpc","name":"auth_ssl","id":"1","args":{}}`)
	require.Contains(t, c.next(), `"401"`)
	c.send(listJails)
	require.Contains(t, c.next(), `"401"`, "a login that fails ends the one before")
}

func TestReferenceLogin(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference, Authenticator: server.FixedAccounts(
		server.Account{Identity: server.Identity{User: "7", FullAccess: true}, Password: "true"})})
	c := tg.dial("")
	c.send(`{"namespace":"rpc","name":"auth","args":{"username":7,"password":true}}`)
	require.Regexp(t, `^{"args":\["[0-9A-Za-z]{20,}",0\],"id":"","name":"auth","namespace":"rpc"}$`, c.next())
	for _, password := range []string{`"x"`, `{}`, `[true]`, `null`} {
		c.send(`{"namespace":"rpc","name":"auth","id":"1","args":{"username":7,"password":` + password + `}}`)
		require.Contains(t, c.next(), `"401"`, password)
	}
}

func TestReferenceHandshake(t *testing.T) {
	for _, compat := range edition.Compats {
		tg := start(t, server.Options{Runner: host, Compat: compat})
		for origin, allowed := range map[string]string{"": "*", "sysadm-client": "sysadm-client"} {
			dialer := &websocket.Dialer{TLSClientConfig: tg.tls}
			ws, reply, err := dialer.Dial(tg.ready.WS+"/any/path", http.Header{"Origin": {origin}})
			require.NoError(t, err)
			require.NoError(t, ws.Close())
			if !compat.Handshake {
				require.NotContains(t, reply.Header, "Access-Control-Allow-Origin")
				continue
			}
			require.Equal(t, "sysadm-server", reply.Header.Get("Server"))
			require.Equal(t, allowed, reply.Header.Get("Access-Control-Allow-Origin"))
			require.Equal(t, "false", reply.Header.Get("Access-Control-Allow-Credentials"))
			require.Regexp(t, "GMT$", reply.Header.Get("Date"))
		}
	}
}

// A text that is not a JSON object is parsed as an HTTP request, over
// WebSocket, too.
func TestReferenceHTTPOverWebSocket(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference})
	c := tg.dial("admin")
	for text, want := range map[string]string{
		"PUT /sysadm/iocage\n{\"action\":\"listjails\"}": "HTTP/1.1 200 OK\r\n",
		"HEAD /":          "HTTP/1.1 200 OK\r\n",
		"[]":              "HTTP/1.1 400 Bad Request\r\n",
		"\ufeff{\"a\":1}": "HTTP/1.1 400 Bad Request\r\n",
	} {
		c.send(text)
		_, reply, err := c.ReadMessage()
		require.NoError(t, err)
		require.Regexp(t, "^"+want, string(reply), text)
		require.NotContains(t, string(reply), "Connection:", "this connection stays")
	}
}

// The log has iocage's refusal, whatever the client is told.
func TestReferenceRefusalsAreLogged(t *testing.T) {
	log := &lockedBuffer{}
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference, Logger: slog.New(slog.NewTextHandler(log, nil))})
	c := tg.dial("admin")
	refusals := map[string]string{
		`{"action":"startjail","jail":"nosuch"}`:      "ERROR: nosuch not found!",
		`{"action":"startjail","jail":7}`:             "ERROR: missing UUID!",
		`{"action":"deactivatepool","pool":"nosuch"}`: "  ERROR: deactivate_nosuch not found!",
	}
	for args := range refusals {
		c.call(args)
	}
	require.NoError(t, tg.stop())
	for args, line := range refusals {
		require.Contains(t, log.String(), fmt.Sprintf("refusal=%q", line), args)
	}
}
