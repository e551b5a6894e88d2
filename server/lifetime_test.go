package server_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// A gate is an iocage whose commands wait until the test lets them through.
type gate struct {
	entered chan string
	open    chan struct{}

	mu        sync.Mutex
	now, most int
}

func newGate() *gate {
	return &gate{entered: make(chan string, 100), open: make(chan struct{})}
}

func (g *gate) Run(ctx context.Context, args ...string) (server.Output, error) {
	g.count(1)
	defer g.count(-1)
	g.entered <- args[0]
	select {
	case <-g.open:
		return host.Run(ctx, args...)
	case <-ctx.Done():
		return server.Output{}, ctx.Err()
	}
}

func (g *gate) count(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now += n
	g.most = max(g.most, g.now)
}

func TestRequestsAreAnsweredAsTheyAreDone(t *testing.T) {
	g := newGate()
	tg := start(t, server.Options{Runner: g})
	c := tg.dial("admin")
	c.send(listJails)
	<-g.entered
	require.Equal(t, "quick", c.ask(`{"namespace":"rpc","name":"query","id":"quick"}`)["id"])
	close(g.open)
	require.Equal(t, "list", c.receive()["id"])
}

// settingsOf asks for the settings of a jail. Each call names another jail,
// because equal commands would share a run.
func settingsOf(jail int) string {
	return fmt.Sprintf(`{"namespace":"sysadm","name":"iocage","id":"get","args":{"action":"getjailsettings","jail":"jail%d"}}`, jail)
}

func TestRequestsAtOnce(t *testing.T) {
	g := newGate()
	tg := start(t, server.Options{Runner: g, Limits: server.Limits{MaxRequests: 2}})
	c := tg.dial("admin")
	for i := range 6 {
		c.send(settingsOf(i))
	}
	<-g.entered
	<-g.entered
	close(g.open)
	for range 6 {
		require.Equal(t, "response", c.receive()["name"])
	}
	require.Equal(t, 2, g.most)
}

func TestCommandsAtOnce(t *testing.T) {
	g := newGate()
	tg := start(t, server.Options{Runner: g, Limits: server.Limits{MaxCommands: 3}})
	conns := []*conn{tg.dial("admin"), tg.dial("admin"), tg.dial("otto")}
	for i, c := range conns {
		for j := range 4 {
			c.send(settingsOf(4*i + j))
		}
	}
	for range 3 {
		<-g.entered
	}
	close(g.open)
	for _, c := range conns {
		for range 4 {
			require.Equal(t, "response", c.receive()["name"])
		}
	}
	require.Equal(t, 3, g.most)
}

// A change is completed although its client leaves.
func TestClientThatLeaves(t *testing.T) {
	g := newGate()
	done := make(chan error, 1)
	tg := start(t, server.Options{Runner: runnerFunc(func(ctx context.Context, args ...string) (server.Output, error) {
		out, err := g.Run(ctx, args...)
		done <- err
		return out, err
	})})
	c := tg.dial("admin")
	c.send(`{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"startjail","jail":"test"}}`)
	<-g.entered
	require.NoError(t, c.NetConn().Close())
	close(g.open)
	require.NoError(t, <-done)
}

// The connection of a client that closes it ends at once, even if its requests
// still run.
func TestClientThatCloses(t *testing.T) {
	g := newGate()
	tg := start(t, server.Options{Runner: g})
	c := tg.dial("admin")
	c.send(listJails)
	<-g.entered
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	require.NoError(t, c.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(time.Minute)))
	require.Equal(t, websocket.CloseNormalClosure, c.closed())
	require.NoError(t, c.NetConn().SetReadDeadline(time.Now().Add(5*time.Second)))
	_, err := c.NetConn().Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
	close(g.open)
}

// A client that takes no replies is dropped, and disturbs no other client
// meanwhile.
func TestSlowReader(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{WriteTimeout: strikes}})
	slow, other := tg.dial("admin"), tg.dial("admin")
	padded := []byte(`{"namespace":"rpc","name":"query","id":"` + strings.Repeat("x", 500_000) + `"}`)
	var err error
	for err == nil {
		_ = slow.SetWriteDeadline(time.Now().Add(time.Minute))
		err = slow.WriteMessage(websocket.TextMessage, padded)
	}
	require.NotContains(t, err.Error(), "timeout", "the server hangs up")
	require.Equal(t, "response", other.ask(listJails)["name"])
}

func TestIdleSession(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{IdleTimeout: 50 * time.Millisecond}})
	require.Equal(t, websocket.CloseNormalClosure, tg.dial("").closed())
}

func TestShutdown(t *testing.T) {
	g := newGate()
	tg := start(t, server.Options{Runner: g})
	busy, idle := tg.dial("admin"), tg.dial("")
	busy.send(listJails)
	<-g.entered
	ended := make(chan error, 1)
	go func() { ended <- tg.stop() }()
	require.Equal(t, websocket.CloseGoingAway, idle.closed())
	close(g.open)
	require.Equal(t, "list", busy.receive()["id"], "a running command finishes")
	require.Equal(t, websocket.CloseGoingAway, busy.closed())
	require.NoError(t, <-ended)
}

// A client that is sending when the server stops gets the close message. After
// a reset it would never see the reason.
func TestShutdownReachesABusyClient(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("")
	first, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			if c.WriteMessage(websocket.TextMessage, []byte(`{"namespace":"rpc","name":"identify"}`)) != nil {
				return
			}
			if i == 0 {
				close(first)
			}
		}
	}()
	<-first
	ended := make(chan error, 1)
	go func() { ended <- tg.stop() }()
	require.Equal(t, websocket.CloseGoingAway, c.closed())
	require.NoError(t, c.Close())
	<-done
	require.NoError(t, <-ended)
}

func TestShutdownEndsWhatTakesTooLong(t *testing.T) {
	g := newGate()
	tg := start(t, server.Options{Runner: g, Limits: server.Limits{ShutdownTimeout: 20 * time.Millisecond}})
	c := tg.dial("admin")
	c.send(listJails)
	<-g.entered
	ended := make(chan error, 1)
	go func() { ended <- tg.stop() }()
	reply := c.receive()
	require.Equal(t, map[string]any{"code": 503.0, "message": "Service Unavailable: iocage list did not finish: the server is shutting down"}, reply["args"])
	require.Equal(t, websocket.CloseGoingAway, c.closed())
	require.NoError(t, <-ended)
	require.Zero(t, g.now)
}

// A deaf command ends when the test does, whatever it is told, as one that hangs
// in the kernel.
type deaf struct{ began, end chan struct{} }

func (d deaf) Run(_ context.Context, _ []string, _ io.Writer, _ func(int)) (int, error) {
	d.began <- struct{}{}
	<-d.end
	return 0, nil
}

// A server stops although some of what it has started cannot be killed.
func TestShutdownLeavesBehindWhatCannotBeEnded(t *testing.T) {
	d := deaf{make(chan struct{}, 2), make(chan struct{})}
	zpool := runnerFunc(func(ctx context.Context, words ...string) (server.Output, error) {
		_, err := d.Run(ctx, words, nil, nil)
		return server.Output{}, err
	})
	limits := server.Limits{ShutdownTimeout: time.Millisecond, JobGrace: time.Millisecond, SystemStateLook: time.Millisecond}
	tg := start(t, server.Options{Runner: host, JobRunner: d, ZPool: zpool, Limits: limits})
	defer close(d.end)
	started := tg.send("PUT", "/rpc/dispatcher", "admin:secret", `{"action":"run","x":"deaf"}`)
	require.Equal(t, 200, started.StatusCode)
	<-d.began
	<-d.began
	requireStops(t, tg)
}

// requireStops stops a server that must not wait for what still holds on to it.
func requireStops(t *testing.T, tg *target) {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- tg.stop() }()
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(30 * time.Second):
		t.Fatal("the server still waits")
	}
}

// A running REST request is answered before the server ends.
func TestShutdownOfREST(t *testing.T) {
	g := newGate()
	tg := start(t, server.Options{Runner: g})
	got := make(chan int, 1)
	go func() {
		got <- tg.send("PUT", "/sysadm/iocage", "admin:secret", `{"action":"listjails"}`).StatusCode
	}()
	<-g.entered
	ended := make(chan error, 1)
	go func() { ended <- tg.stop() }()
	close(g.open)
	require.Equal(t, 200, <-got)
	require.NoError(t, <-ended)
}

// Clients that stop midway do not delay a stopping server.
func TestShutdownWaitsForNobodyWhoStopsHalfway(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{ShutdownTimeout: time.Hour}})
	address := strings.TrimPrefix(tg.ready.REST, "https://")
	silent, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer silent.Close()
	for _, half := range []string{"", "PUT / HT", "PUT /rpc/identify HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"} {
		conn, err := tls.Dial("tcp", address, tg.tls)
		require.NoError(t, err)
		defer conn.Close()
		_, err = conn.Write([]byte(half))
		require.NoError(t, err)
	}
	require.Equal(t, 200, tg.send("PUT", "/rpc/identify", "", "").StatusCode, "what was sent before has arrived")
	requireStops(t, tg)
}

func TestManyClients(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	var wg sync.WaitGroup
	for i := range 20 {
		c := tg.dial("admin")
		wg.Go(func() {
			for n := range 20 {
				id := fmt.Sprintf("%d-%d", i, n)
				if got := c.ask(`{"namespace":"sysadm","name":"iocage","id":"` + id + `","args":{"action":"listjails"}}`)["id"]; got != id {
					t.Errorf("reply %v to request %v", got, id)
				}
			}
		})
	}
	wg.Wait()
}
