package server_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// A recorder is an iocage that records its command lines.
type recorder struct {
	mu    sync.Mutex
	asked [][]string
}

func (r *recorder) Run(ctx context.Context, args ...string) (server.Output, error) {
	r.mu.Lock()
	r.asked = append(r.asked, args)
	r.mu.Unlock()
	return host.Run(ctx, args...)
}

func (r *recorder) commands() [][]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

// Every invalid message gets an error reply, runs nothing, and leaves the
// connection usable.
func TestBadMessages(t *testing.T) {
	iocage := &recorder{}
	tg := start(t, server.Options{Runner: iocage})
	c := tg.dial("admin")
	big := strings.Repeat("x", 10_000_000)
	tests := []struct {
		name, message string
		code          float64
		id            any
		namespace     string
	}{
		{"not JSON", `hello`, 400, "", "rpc"},
		{"cut off", `{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"listjails"`, 400, "", "rpc"},
		{"more behind it", `{"namespace":"sysadm","name":"iocage"} x`, 400, "", "rpc"},
		{"empty", ``, 400, "", "rpc"},
		{"no object", `[]`, 400, "", "rpc"},
		{"no name", `{"namespace":"sysadm","id":"1"}`, 400, "1", "sysadm"},
		{"no namespace", `{"name":"iocage","id":"1"}`, 400, "1", "rpc"},
		{"name of a wrong type", `{"namespace":"sysadm","name":7,"id":"1"}`, 400, "1", "sysadm"},
		{"too deep", strings.Repeat("[", 100_000), 400, "", "rpc"},
		{"too long", `{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"startjail","jail":"` + big + `"}}`, 413, "", "rpc"},
		{"unknown namespace", `{"namespace":"nowhere","name":"iocage","id":"1","args":{}}`, 404, "1", "nowhere"},
		{"unknown name", `{"namespace":"sysadm","name":"nothing","id":7,"args":{}}`, 404, 7.0, "sysadm"},
		{"unknown action", `{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"reboot"}}`, 400, "1", "sysadm"},
		{"action of a wrong type", `{"namespace":"sysadm","name":"iocage","id":null,"args":{"action":["listjails"]}}`, 400, nil, "sysadm"},
		{"arguments no object", `{"namespace":"sysadm","name":"iocage","id":"1","args":"listjails"}`, 400, "1", "sysadm"},
		{"jail of a wrong type", `{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"startjail","jail":7}}`, 400, "1", "sysadm"},
		{"null jail", `{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"startjail","jail":null}}`, 400, "1", "sysadm"},
		{"jails", `{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"startjail","jail":["test"]}}`, 400, "1", "sysadm"},
		{"a null among events", `{"namespace":"events","name":"subscribe","id":"1","args":["dispatcher",null]}`, 400, "1", "events"},
		{"a null among jobs", `{"namespace":"rpc","name":"dispatcher","id":"1","args":{"action":"kill","job_id":["x",null]}}`, 400, "1", "rpc"},
		{"a null among logs", `{"namespace":"rpc","name":"logs","id":"1","args":{"action":"read_logs","logs":["hostinfo",null]}}`, 400, "1", "rpc"},
		{"auth_ssl, which is not known", `{"namespace":"rpc","name":"auth_nothing","id":"1","args":""}`, 401, "1", "rpc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reply := c.ask(tt.message)
			require.Equal(t, "error", reply["name"], reply)
			require.Equal(t, tt.code, reply["args"].(map[string]any)["code"], reply)
			require.Equal(t, tt.id, reply["id"])
			require.Equal(t, tt.namespace, reply["namespace"])
		})
	}
	require.Empty(t, iocage.commands())
}

// If iocage refuses, or the server in its place, the reply is a normal one that
// says why.
func TestBadNames(t *testing.T) {
	iocage := &recorder{}
	tg := start(t, server.Options{Runner: iocage})
	c := tg.dial("admin")
	for args, want := range map[string]string{
		`{"action":"startjail"}`:                                                 "Missing required keys",
		`{"action":"stopjail","Jail":"test"}`:                                    "Missing required keys",
		`{"action":"getjailsettings"}`:                                           "Missing required keys",
		`{"action":"deactivatepool"}`:                                            "Missing required keys",
		`{"action":"startjail","jail":"-f"}`:                                     "the jail's name must not begin with -, nor a word of it",
		`{"action":"startjail","jail":""}`:                                       "the jail's name must not be empty",
		`{"action":"stopjail","jail":"ALL"}`:                                     "ALL names every jail at once: name one jail",
		`{"action":"stopjail","jail":"a\u0000b"}`:                                "the jail's name must not hold control characters",
		`{"action":"stopjail","jail":"$(reboot)"}`:                               "the jail's name must not hold '$': iocage would read it as a pattern",
		`{"action":"stopjail","jail":"` + strings.Repeat("j", 300) + `"}`:        "the jail's name is 300 bytes long: 255 are allowed",
		`{"action":"activatepool","pool":"-f"}`:                                  "the pool's name must not begin with -, nor a word of it",
		`{"action":"activatepool","pool":""}`:                                    "the pool's name must not be empty",
		`{"action":"deactivatepool","pool":"ta nk"}`:                             "the pool's name must be a letter, then letters, digits and any of _ . : -",
		`{"action":"startjail","jail":"test&two","more":{"unknown":["member"]}}`: "ERROR: start_test&two not found!",
		`{"action":"stopjail","jail":"test two"}`:                                "ERROR: test two not found!",
	} {
		answer, _ := c.call(args).(map[string]any)
		require.Len(t, answer, 1, args)
		for _, result := range answer {
			require.Equal(t, map[string]any{"error": want}, result, args)
		}
	}
	require.ElementsMatch(t, [][]string{{"start", "test&two"}, {"list"}}, iocage.commands(),
		"one argument, as it was sent; with a blank, which iocage takes for two names, it is looked up")
}

func TestBinaryMessages(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("admin")
	require.NoError(t, c.WriteMessage(websocket.BinaryMessage, []byte(`{"namespace":"rpc","name":"query","id":"b"}`)))
	require.Equal(t, "b", c.receive()["id"], "binary messages are answered like text")

	require.NoError(t, c.WriteMessage(websocket.BinaryMessage, []byte{0xff, 0xfe}))
	require.Equal(t, "error", c.receive()["name"])
	require.Equal(t, "2", c.ask(`{"namespace":"rpc","name":"query","id":"2"}`)["id"])
}

func TestTextThatIsNotUTF8(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("admin")
	c.send("{\"id\":\"\xff\"}")
	require.Equal(t, websocket.CloseInvalidFramePayloadData, c.closed())
}

func TestEndlessMessage(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("")
	w, err := c.NextWriter(websocket.TextMessage)
	require.NoError(t, err)
	for chunk := make([]byte, 1<<20); err == nil; {
		_, err = w.Write(chunk)
	}
	require.Error(t, err, "the server hangs up")
}

func TestLongMessageBeforeLogin(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	long := `{"namespace":"rpc","name":"identify","id":"1","args":"` + strings.Repeat("x", 100_000) + `"}`
	c := tg.dial("")
	require.Equal(t, 413.0, c.ask(long)["args"].(map[string]any)["code"])
	require.Equal(t, "1", tg.dial("admin").ask(long)["id"], "a login allows more")
}

// A message in many fragments, with a ping between them, is one message.
func TestFragments(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("admin")
	w, err := c.NextWriter(websocket.TextMessage)
	require.NoError(t, err)
	for _, piece := range []string{`{"namespace":"rpc",`, strings.Repeat(" ", 8000), `"name":"query","id":"f"}`} {
		_, err := w.Write([]byte(piece))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.Equal(t, "f", c.receive()["id"])
}
