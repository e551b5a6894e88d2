package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

// A jail is down or up. For each action and state, the rules say which member
// of the reply shows that state, and the state that follows; "see" is what
// listjails shows.
var rules = map[string]map[string]struct{ says, leaves string }{
	"startjail": {"down": {"* Starting", "up"}, "up": {"INFO", "up"}},
	"stopjail":  {"down": {"INFO", "down"}, "up": {"* Stopping", "down"}},
	"see":       {"down": {"down", "down"}, "up": {"up", "up"}},
}

// A deed is a client's request about one jail.
type deed struct{ jail, action string }

// oneAtATime is a host that carries out one request after the other.
var oneAtATime = porcupine.Model{
	Partition: func(history []porcupine.Operation) (parts [][]porcupine.Operation) {
		byJail := map[string][]porcupine.Operation{}
		for _, op := range history {
			jail := op.Input.(deed).jail
			byJail[jail] = append(byJail[jail], op)
		}
		for _, part := range byJail {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return "down" },
	Step: func(state, input, output any) (bool, any) {
		rule := rules[input.(deed).action][state.(string)]
		return output == rule.says, rule.leaves
	},
}

// Clients of both transports change the same jails concurrently, by different
// names, and list them. Their answers could also have come from a host that
// carries out one request after the other.
func TestHistoryOfAServer(t *testing.T) {
	faults := filepath.Join(t.TempDir(), "faults.json")
	require.NoError(t, os.WriteFile(faults, []byte(`{"faults":[
		{"name":"list","command":"list","effect":"slow","delay":"2ms","every":2},
		{"name":"start","command":"start","effect":"slow","delay":"3ms","every":3},
		{"name":"stop","command":"stop","effect":"slow","delay":"1ms","every":2}]}`), 0o600))
	host := serveForTest(t, "--faults", faults, "--max-commands", "3", "--max-requests", "4")
	h := &historian{jails: map[string]string{}}
	for _, tag := range []string{"db", "www"} {
		h.jails[uuidOf(t, host, tag)] = tag
	}

	var clients sync.WaitGroup
	for i := range uint64(8) {
		send := overREST(t, host)
		if i%2 == 0 {
			send = overWebSocket(t, host)
		}
		clients.Go(func() { h.live(rand.New(rand.NewPCG(i, 0)), send) })
	}
	clients.Wait()
	require.False(t, t.Failed())
	require.Len(t, h.history, 8*(20+2*20))
	require.True(t, porcupine.CheckOperations(oneAtATime, h.history))
}

// A list may lack a jail's start until the start is answered. Of two concurrent
// starts, only one may find the jail down.
func TestOneAtATime(t *testing.T) {
	history := func(answered int64, first, second string) []porcupine.Operation {
		return []porcupine.Operation{
			{Call: 1, Return: answered, Input: deed{"x", "startjail"}, Output: first},
			{Call: 2, Return: answered, Input: deed{"x", "startjail"}, Output: second},
			{Call: 4, Return: 5, Input: deed{"x", "see"}, Output: "down"},
		}
	}
	require.True(t, porcupine.CheckOperations(oneAtATime, history(6, "* Starting", "INFO")))
	require.False(t, porcupine.CheckOperations(oneAtATime, history(3, "* Starting", "INFO")))
	require.False(t, porcupine.CheckOperations(oneAtATime, history(6, "* Starting", "* Starting")))
}

// uuidOf makes a jail and returns its uuid.
func uuidOf(t *testing.T, host servedHost, tag string) string {
	send := overREST(t, host)
	reply := send(map[string]string{"action": "createjail", "props": "release=10.2-RELEASE tag=" + tag})
	var created struct {
		CreateJail struct{ Success map[string]string }
	}
	require.NoError(t, json.Unmarshal(reply, &created), string(reply))
	uuid, _, found := strings.Cut(strings.TrimSpace(created.CreateJail.Success["Successfully created"]), " ")
	require.True(t, found, string(reply))
	return uuid
}

// A historian records what clients do. Its clock ticks each time it is read.
type historian struct {
	jails map[string]string // tags by uuid
	now   atomic.Int64

	mu      sync.Mutex
	history []porcupine.Operation
}

// live sends forty requests in sequence, half of which only list.
func (h *historian) live(random *rand.Rand, send func(map[string]string) []byte) {
	for i := range 40 {
		if i%2 == 0 {
			h.look(send)
			continue
		}
		for uuid, tag := range h.jails {
			name := []string{uuid, tag}[random.IntN(2)]
			h.change(send, []string{"startjail", "stopjail"}[random.IntN(2)], uuid, name)
			break
		}
	}
}

func (h *historian) look(send func(map[string]string) []byte) {
	called := h.now.Add(1)
	reply := send(map[string]string{"action": "listjails"})
	returned := h.now.Add(1)
	var listed struct {
		ListJails map[string]struct{ State string }
	}
	_ = json.Unmarshal(reply, &listed)
	for uuid := range h.jails {
		h.add(called, returned, deed{uuid, "see"}, listed.ListJails[uuid].State)
	}
}

func (h *historian) change(send func(map[string]string) []byte, action, uuid, name string) {
	called := h.now.Add(1)
	reply := send(map[string]string{"action": action, "jail": name})
	returned := h.now.Add(1)
	var changed map[string]map[string]map[string]string
	_ = json.Unmarshal(reply, &changed)
	says := string(reply)
	for member := range changed[action][name] {
		for _, known := range []string{"INFO", "* Starting", "* Stopping"} {
			if strings.HasPrefix(member, known) {
				says = known
			}
		}
	}
	h.add(called, returned, deed{uuid, action}, says)
}

func (h *historian) add(called, returned int64, d deed, says string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.history = append(h.history, porcupine.Operation{Call: called, Return: returned, Input: d, Output: says})
}

// overREST returns a function that sends a request of class sysadm/iocage and
// returns the reply's arguments.
func overREST(t *testing.T, host servedHost) func(map[string]string) []byte {
	return func(args map[string]string) []byte {
		body, _ := json.Marshal(args)
		var reply struct{ Args json.RawMessage }
		if err := json.Unmarshal([]byte(host.rest(t, http.MethodPut, "/sysadm/iocage", body)), &reply); err != nil {
			t.Error(err)
		}
		return reply.Args
	}
}

// overWebSocket is overREST for a WebSocket connection of its own.
func overWebSocket(t *testing.T, host servedHost) func(map[string]string) []byte {
	conn, _, err := (&websocket.Dialer{TLSClientConfig: host.tls}).Dial(host.WS, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	send := func(namespace, name string, args map[string]string) []byte {
		var reply struct{ Args json.RawMessage }
		err := conn.WriteJSON(map[string]any{"namespace": namespace, "name": name, "id": "1", "args": args})
		if err == nil {
			err = conn.ReadJSON(&reply)
		}
		if err != nil {
			t.Error(err)
		}
		return reply.Args
	}
	require.NotContains(t, string(send("rpc", "auth", map[string]string{"username": host.User, "password": host.Password})), "code")
	return func(args map[string]string) []byte { return send("sysadm", "iocage", args) }
}
