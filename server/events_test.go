package server_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// events sends a request of namespace events and returns the reply.
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

// After a logout a client gets no events; after the next login it gets them
// again.
func TestEventsNeedALogin(t *testing.T) {
	tg := start(t, server.Options{Runner: host, JobRunner: programs{}})
	runs, c := tg.dial("admin"), tg.dial("admin")
	runs.events("subscribe", `"dispatcher"`)
	c.events("subscribe", `"dispatcher"`)
	finish := func(id string) {
		runs.dispatch(`{"action":"run","` + id + `":"echo"}`)
		runs.until(`"state":"finished"`)
		runs.events("subscribe", `"dispatcher"`) // answered after all subscribers have got the event
	}
	c.send(`{"namespace":"rpc","name":"auth_clear","id":"x","args":""}`)
	require.Equal(t, "i", c.ask(`{"namespace":"rpc","name":"identify","id":"i"}`)["id"])
	finish("unseen")
	require.Equal(t, "i", c.ask(`{"namespace":"rpc","name":"identify","id":"i"}`)["id"], "no event came before")
	c.login("admin")
	finish("seen")
	_, events := c.until(`"state":"finished"`)
	require.Len(t, events, 3)
	require.Equal(t, "seen", events[0]["process_id"])
}

// A subscriber that takes no events is dropped, and delays no other.
func TestSlowSubscriber(t *testing.T) {
	tg := start(t, server.Options{Runner: host, JobRunner: programs{}, Limits: server.Limits{MaxEvents: 3, MaxJobOutput: 1 << 20}})
	slow, runs := tg.dial("admin"), tg.dial("admin")
	runs.events("subscribe", `"dispatcher"`)
	slow.events("subscribe", `"dispatcher"`)
	job := `{"action":"run","j":"echo ` + strings.Repeat("x", 60_000) + `"}`
	var err error
	for err == nil {
		runs.dispatch(job)
		_, events := runs.until(`"state":"finished"`)
		require.Len(t, events, 3)
		_ = slow.SetWriteDeadline(time.Now().Add(time.Minute))
		err = slow.WriteMessage(websocket.TextMessage, []byte(`{"namespace":"rpc","name":"identify","id":"i"}`))
	}
	require.NotContains(t, err.Error(), "timeout", "the server hangs up")
}

// However many jobs run at once, each is reported as pending, running and
// finished, once and in this order, the same to everybody.
func TestOrderOfEvents(t *testing.T) {
	const jobs, listeners = 60, 5
	tg := start(t, server.Options{Runner: host, JobRunner: programs{}})
	runs := tg.dial("admin")
	heard := make(chan map[any][]any, listeners)
	var wg sync.WaitGroup
	for range listeners {
		c := tg.dial("otto")
		c.events("subscribe", `"dispatcher"`)
		wg.Go(func() {
			states := map[any][]any{}
			for range 3 * jobs {
				e := c.receive()["args"].(map[string]any)
				states[e["process_id"]] = append(states[e["process_id"]], e["state"])
			}
			heard <- states
		})
	}
	for i := range jobs / 3 {
		runs.dispatch(fmt.Sprintf(`{"action":"run","a%d":"echo","sysadm_pkg_%[1]d":"echo","sysadm_iocage_%[1]d":"false"}`, i))
	}
	for range jobs / 3 {
		require.Equal(t, "response", runs.receive()["name"])
	}
	wg.Wait()
	for range listeners {
		states := <-heard
		require.Len(t, states, jobs)
		for id, got := range states {
			require.Equal(t, []any{"pending", "running", "finished"}, got, id)
		}
	}
}
