package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// A subscriber gets the state of the simulated pools, and learns when one of
// them changes.
func TestSystemStateOfTheSimulatedHost(t *testing.T) {
	seed := fakeiocage.DefaultSeed()
	seed.Health = map[string]fakeiocage.Health{"zroot": "DEGRADED"}
	c, host := subscribe(t, seed, time.Millisecond)
	state := c.next()
	require.Equal(t, "9 - Urgent", state.Priority)
	require.Equal(t, map[string]string{
		"size": "464G", "alloc": "440K", "free": "464G", "frag": "0%", "expandsz": "-", "dedup": "1.00x",
		"altroot": "-", "capacity": "0%", "health": "ONLINE",
	}, state.ZPools["tank"])
	require.Equal(t, "9 - Urgent", state.ZPools["zroot"]["priority"])

	seed.Health, seed.Filled = nil, map[string]int{"tank": 91}
	require.NoError(t, host.Reset(seed))
	state = c.next()
	require.Equal(t, "6 - Critical", state.Priority)
	require.Equal(t, "91%", state.ZPools["tank"]["capacity"])
	require.Equal(t, "ONLINE", state.ZPools["zroot"]["health"])
}

// The first client learns the host's state at once, even if it is checked
// rarely.
func TestSystemStateOfTheSimulatedHostAtStart(t *testing.T) {
	c, _ := subscribe(t, fakeiocage.DefaultSeed(), time.Hour)
	require.Equal(t, "0 - Information", c.next().Priority)
}

// A subscriber is a client that has subscribed to system-state.
type subscriber struct {
	*websocket.Conn
	t *testing.T
}

// A state is the arguments of an event.
type state struct {
	Priority string
	ZPools   map[string]map[string]string
}

// next waits for the next event.
func (s subscriber) next() (next state) {
	for {
		var message struct {
			Namespace, Name string
			Args            json.RawMessage
		}
		require.NoError(s.t, s.SetReadDeadline(time.Now().Add(time.Minute)))
		require.NoError(s.t, s.ReadJSON(&message))
		if message.Namespace == "events" && message.Name == "system-state" {
			require.NoError(s.t, json.Unmarshal(message.Args, &next))
			return next
		}
	}
}

// subscribe serves a host, checked at the given interval, until the test ends.
func subscribe(t *testing.T, seed fakeiocage.Seed, look time.Duration) (subscriber, *fakeiocage.Host) {
	content, err := json.Marshal(seed)
	require.NoError(t, err)
	served, err := openSimulated(t.Context(), serveOptions{
		content: content, user: "joe", password: "secret", folder: t.TempDir(),
		server: server.Options{
			WSAddr: "127.0.0.1:0", RESTAddr: "127.0.0.1:0", Edition: edition.Default,
			Limits: server.Limits{SystemStateLook: look},
			Logger: slog.New(slog.DiscardHandler),
		},
	}, Env{Getenv: os.Getenv, Stderr: io.Discard})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- served.serve(ctx) }()
	t.Cleanup(func() { cancel(); require.NoError(t, <-ended) })

	pem, err := os.ReadFile(served.line.CAFile)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(pem))
	dialer := &websocket.Dialer{TLSClientConfig: &tls.Config{RootCAs: roots}}
	conn, _, err := dialer.Dial(served.line.WS, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	for _, request := range []string{
		`{"namespace":"rpc","name":"auth","id":"1","args":{"username":"joe","password":"secret"}}`,
		`{"namespace":"events","name":"subscribe","id":"2","args":"system-state"}`,
	} {
		require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(request)))
	}
	return subscriber{conn, t}, served.host
}
