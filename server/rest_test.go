package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

func TestREST(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	const login = "admin:secret"
	tests := []struct {
		name, verb, path, login, body string
		code                          int
		message                       string
	}{
		{"GET means the same", "GET", "/sysadm/iocage", login, `{"action":"listjails"}`, 200, ""},
		{"POST means the same", "POST", "/sysadm/iocage", login, `{"action":"listjails"}`, 200, ""},
		{"the members of a message", "PUT", "/sysadm/iocage", login, `{"args":{"action":"listjails"},"name":"x","namespace":"y","id":"z"}`, 200, ""},
		{"class names in any case", "PUT", "/SysAdm/IOCAGE", login, `{"action":"listjails"}`, 200, ""},
		{"no body", "GET", "/rpc/query", login, ``, 200, ""},
		{"identify", "PUT", "/rpc/identify", "", `{}`, 200, ""},
		{"identify with a wrong password", "PUT", "/rpc/identify", "admin:wrong", `{}`, 401, "Unauthorized"},
		{"no login", "PUT", "/sysadm/iocage", "", `{"action":"listjails"}`, 401, "Unauthorized"},
		{"no login, not JSON", "PUT", "/sysadm/iocage", "", `{"action`, 401, "Unauthorized"},
		{"wrong password", "PUT", "/sysadm/iocage", "admin:wrong", `{}`, 401, "Unauthorized"},
		{"not JSON", "PUT", "/sysadm/iocage", login, `{"action`, 400, "Bad Request: the message is not JSON: unexpected end of JSON input"},
		{"no arguments", "PUT", "/sysadm/iocage", login, ``, 400, "Bad Request: the arguments must be an object"},
		{"unknown action", "PUT", "/sysadm/iocage", login, `{"action":"x"}`, 400, `Bad Request: sysadm/iocage has no action "x"`},
		{"unknown name", "PUT", "/sysadm/x", login, `{}`, 404, "Not Found: there is no sysadm/x"},
		{"too deep a path", "PUT", "/sysadm/x/iocage", login, `{}`, 404, "Not Found: there is no sysadm/x/iocage"},
		{"no name", "PUT", "/sysadm", login, `{}`, 404, "Not Found: there is no sysadm/sysadm"},
		{"no path", "PUT", "/", login, `{}`, 400, "Bad Request: the path must be /<namespace>/<name>"},
		{"an open path", "PUT", "/sysadm/iocage/", login, `{}`, 400, "Bad Request: the path must be /<namespace>/<name>"},
		{"other verbs", "DELETE", "/sysadm/iocage", login, ``, 405, "Method Not Allowed: use one of PUT, GET, POST"},
		{"verbs in lower case", "put", "/sysadm/iocage", login, ``, 405, "Method Not Allowed: use one of PUT, GET, POST"},
		{"a long body", "PUT", "/sysadm/iocage", login, string(make([]byte, 10_000_000)), 413, "Content Too Large: a body may be 1048576 bytes long"},
		{"a long body of nobody", "PUT", "/rpc/identify", "", string(make([]byte, 65_537)), 413, "Content Too Large: a body may be 65536 bytes long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tg.send(tt.verb, tt.path, tt.login, tt.body)
			require.Equal(t, tt.code, got.StatusCode, got.body)
			require.Equal(t, 1, got.ProtoMajor)
			require.Equal(t, "application/json", got.Header.Get("Content-Type"))
			require.Equal(t, tt.code == 401, len(got.Header.Values("WWW-Authenticate")) == 2)
			require.Equal(t, tt.code == 405, got.Header.Get("Allow") == "PUT, GET, POST")
			require.Regexp(t, `(?s)^{\n    "args": .*\n}\n$`, got.body)
			if tt.message != "" {
				want, err := json.MarshalIndent(map[string]any{"args": map[string]any{"code": tt.code, "message": tt.message}}, "", "    ")
				require.NoError(t, err)
				require.JSONEq(t, string(want), got.body)
			}
		})
	}
}

// Without a login, headers are limited to the length of a message without a
// login.
func TestLongHeader(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	got := tg.send("PUT", "/rpc/"+strings.Repeat("x", 100_000), "", "")
	require.Equal(t, 431, got.StatusCode)
}

func TestForeignPages(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	for origin, allowed := range map[string]bool{
		"": true, "sysadm-client": true, "https://127.0.0.1:8080": true, "app://x": true,
		"https://evil.example": false, "http://localhost": false, "null": false,
	} {
		r, err := http.NewRequest("POST", tg.ready.REST+"/rpc/identify", nil)
		require.NoError(t, err)
		r.Header.Set("Origin", origin)
		got := tg.do(r)
		require.Equal(t, allowed, got.StatusCode == 200, origin)
		require.Contains(t, got.Header.Get("Content-Type"), "application/json", origin)
		require.True(t, json.Valid([]byte(got.body)), got.body)
	}
}

func TestWhatIsNoWebSocket(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	r, err := http.NewRequest("GET", "https"+tg.ready.WS[len("wss"):], nil)
	require.NoError(t, err)
	got := tg.do(r)
	require.Equal(t, 400, got.StatusCode)
	require.Contains(t, got.body, "This port speaks WebSocket")
}
