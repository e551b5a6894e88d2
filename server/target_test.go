package server_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sysadm-go/sysadm/server"
)

// A target is a running server and the means to talk to it.
type target struct {
	t      testing.TB
	server *server.Server
	ready  server.Ready
	web    *http.Client
	tls    *tls.Config
	stop   func() error // ends the server and waits for it
}

// start serves o on a free loopback port for each transport, with the users
// admin (wheel) and otto. The server must end with the test and leave nothing
// behind.
func start(t testing.TB, o server.Options) *target {
	dir := t.TempDir()
	if o.WSAddr == "" {
		o.WSAddr, o.RESTAddr = "127.0.0.1:0", "127.0.0.1:0"
	}
	o.TLSCert, o.TLSKey = filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	if o.StateDir == "" {
		o.StateDir = filepath.Join(dir, "state")
	}
	if o.Authenticator == nil {
		o.Authenticator = server.FixedAccounts(
			server.Account{Identity: server.Identity{User: "admin", FullAccess: true}, Password: "secret"},
			server.Account{Identity: server.Identity{User: "otto"}, Password: "secret"})
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	leaks := goleak.IgnoreCurrent()
	s, err := server.New(o)
	require.NoError(t, err)
	tg := &target{t: t, server: s, ready: s.Ready()}
	tg.trust()
	tg.serve(s)
	t.Cleanup(func() {
		tg.web.CloseIdleConnections()
		require.NoError(t, tg.stop())
		goleak.VerifyNone(t, leaks)
	})
	return tg
}

// serve runs the server; stop may be called more than once.
func (tg *target) serve(s *server.Server) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	var failure error
	go func() { defer close(ended); failure = s.Serve(ctx) }()
	tg.stop = func() error { cancel(); <-ended; return failure }
}

func (tg *target) trust() {
	pem, err := os.ReadFile(tg.ready.CAFile)
	require.NoError(tg.t, err)
	roots := x509.NewCertPool()
	require.True(tg.t, roots.AppendCertsFromPEM(pem))
	tg.tls = &tls.Config{RootCAs: roots}
	tg.web = &http.Client{Transport: &http.Transport{TLSClientConfig: tg.tls, ForceAttemptHTTP2: true}}
}

// A response is a REST response read to its end.
type response struct {
	*http.Response
	body string
}

func (r response) json(t testing.TB) map[string]any {
	var v map[string]any
	require.NoError(t, json.Unmarshal([]byte(r.body), &v), r.body)
	return v
}

// send sends a REST request; login is "user:password", "Bearer TOKEN" or "".
func (tg *target) send(verb, path, login, body string) response {
	r, err := http.NewRequest(verb, tg.ready.REST+path, strings.NewReader(body))
	require.NoError(tg.t, err)
	if user, password, found := strings.Cut(login, ":"); found {
		r.SetBasicAuth(user, password)
	} else if login != "" {
		r.Header.Set("Authorization", login)
	}
	return tg.do(r)
}

func (tg *target) do(r *http.Request) response {
	got, err := tg.web.Do(r)
	require.NoError(tg.t, err)
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	require.NoError(tg.t, err)
	return response{got, string(body)}
}

// A conn is a WebSocket connection.
type conn struct {
	*websocket.Conn
	t testing.TB
}

// dial opens a connection and, if user is not empty, logs in.
func (tg *target) dial(user string) *conn {
	dialer := &websocket.Dialer{TLSClientConfig: tg.tls}
	ws, _, err := dialer.Dial(tg.ready.WS, http.Header{"Origin": {"sysadm-client"}})
	require.NoError(tg.t, err)
	tg.t.Cleanup(func() { _ = ws.Close() })
	c := &conn{ws, tg.t}
	if user != "" {
		c.login(user)
	}
	return c
}

func (c *conn) login(user string) {
	reply := c.ask(`{"namespace":"rpc","name":"auth","id":"login","args":{"username":"` + user + `","password":"secret"}}`)
	require.Equal(c.t, "response", reply["name"], reply)
}

func (c *conn) send(text string) {
	require.NoError(c.t, c.WriteMessage(websocket.TextMessage, []byte(text)))
}

// next returns the next message verbatim.
func (c *conn) next() string {
	require.NoError(c.t, c.SetReadDeadline(time.Now().Add(time.Minute)))
	kind, text, err := c.ReadMessage()
	require.NoError(c.t, err)
	require.Equal(c.t, websocket.TextMessage, kind)
	require.Equal(c.t, byte('{'), text[0])
	return string(text)
}

func (c *conn) receive() map[string]any { return decode(c.t, c.next()) }

func (c *conn) ask(text string) map[string]any {
	c.send(text)
	return c.receive()
}

// call sends a request of class sysadm/iocage and returns the reply's args.
func (c *conn) call(args string) any {
	return c.ask(`{"namespace":"sysadm","name":"iocage","id":"1","args":` + args + `}`)["args"]
}

// closed waits until the server closes the connection and returns its code.
func (c *conn) closed() int {
	require.NoError(c.t, c.SetReadDeadline(time.Now().Add(time.Minute)))
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			var closed *websocket.CloseError
			require.ErrorAs(c.t, err, &closed)
			return closed.Code
		}
	}
}

func decode(t testing.TB, text string) map[string]any {
	var v map[string]any
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	require.NoError(t, decoder.Decode(&v), text)
	return v
}

// How long, and how often, tests look for what a server does by itself.
const (
	timeout = time.Minute
	tick    = 5 * time.Millisecond
)

// strikes is a limit for tests in which the limit must be reached, but only
// after a busy machine has done what comes before.
const strikes = 2 * time.Second
