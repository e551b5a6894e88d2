package server_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// subscribe sends a request of namespace events and returns the reply.
func (c *conn) events(name, args string) map[string]any {
	return c.ask(`{"namespace":"events","name":"` + name + `","id":"s","args":` + args + `}`)
}

func TestSubscribe(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("otto")
	tests := map[string]map[string]any{
		`"dispatcher"`: {"subscribe": "dispatcher"},
		`["dispatcher","life-preserver","system-state"]`: {"subscribe": "system-state"},
		`["life_preserver","nosuch"]`:                    {"subscribe": "life-preserver"},
		`["dispatcher","dispatcher"]`:                    {"subscribe": "dispatcher"},
		`"nosuch"`:                                       {},
	}
	for args, want := range tests {
		require.Equal(t, map[string]any{"args": want, "id": "s", "name": "response", "namespace": "events"}, c.events("subscribe", args))
	}
	require.Equal(t, map[string]any{"unsubscribe": "dispatcher"}, c.events("unsubscribe", `"dispatcher"`)["args"])
	for _, args := range []string{`[]`, `{}`, `null`, `5`, `[5]`, `{"a":"dispatcher"}`} {
		require.Equal(t, map[string]any{"code": 400.0, "message": "Bad Request: the arguments must be the name of an event, or an array of names"},
			c.events("subscribe", args)["args"], args)
	}
}

func TestSubscribeAsTheOriginal(t *testing.T) {
	c := start(t, server.Options{Runner: host, Compat: edition.Reference}).dial("otto")
	nothingYet := map[string]any{"args": nil, "id": "", "name": "dispatcher", "namespace": "events"}
	require.Equal(t, nothingYet, c.events("subscribe", `["dispatcher",5]`), "before the reply")
	require.Equal(t, map[string]any{"subscribe": "dispatcher"}, c.receive()["args"])
	require.Equal(t, map[string]any{}, c.events("subscribe", `{"a":"dispatcher"}`)["args"])
	for _, args := range []string{`"dispatcher"`, `[]`, `null`} {
		require.Equal(t, "error", c.events("subscribe", args)["name"], args)
	}
}

func TestSubscribeNeedsALogin(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	require.Equal(t, 401.0, tg.dial("").events("subscribe", `"dispatcher"`)["args"].(map[string]any)["code"])
}

func TestSubscribeOverREST(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	r := tg.send("PUT", "/events/subscribe", "otto:secret", `{"args":["dispatcher"]}`)
	require.Equal(t, 400, r.StatusCode)
	require.Equal(t, "Bad Request: events are sent over WebSocket only", r.json(t)["args"].(map[string]any)["message"])
}
