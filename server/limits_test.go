package server_test

import (
	"bufio"
	"crypto/tls"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

const identify = `{"namespace":"rpc","name":"identify","id":"who"}`

// codeOf returns the code of an error reply, or 0.
func codeOf(reply map[string]any) float64 {
	args, _ := reply["args"].(map[string]any)
	number, _ := args["code"].(float64)
	return number
}

func TestLimitsBelowZero(t *testing.T) {
	for name, limits := range map[string]server.Limits{
		"max-requests": {MaxRequests: -1}, "idle-timeout": {IdleTimeout: -1}, "max-total-unsent": {MaxTotalUnsent: -1},
	} {
		o := options(t.TempDir())
		o.Limits = limits
		_, err := server.New(o)
		require.EqualError(t, err, "cannot use --"+name+" below zero")
	}
	o := options(t.TempDir())
	o.Limits = server.Limits{LoginFailures: -1, LoginTimeout: -1, AnonymousRate: -1, AnonymousAddressRate: -1, MaxAddressConnections: -1}
	s, err := server.New(o)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

// A limit has room for what is added to it.
func TestLimitsTooLarge(t *testing.T) {
	for most, limits := range map[string]server.Limits{
		"max-message above 1000000000000": {MaxMessage: math.MaxInt}, "shutdown-timeout above 876000h": {ShutdownTimeout: math.MaxInt64},
		"login-failures above 1000000000000": {LoginFailures: math.MaxInt},
	} {
		o := options(t.TempDir())
		o.Limits = limits
		_, err := server.New(o)
		require.EqualError(t, err, "cannot use --"+most)
	}
}

// A server works with the largest value of every limit, whatever it computes from
// it.
func TestLargestLimits(t *testing.T) {
	o := server.Options{Runner: host, JobRunner: programs{}}
	limits := reflect.ValueOf(&o.Limits).Elem()
	for i := range limits.NumField() {
		most := int64(1_000_000_000_000)
		if limits.Field(i).Type() == reflect.TypeFor[time.Duration]() {
			most = int64(876_000 * time.Hour)
		}
		limits.Field(i).SetInt(most)
	}
	tg := start(t, o)
	require.Equal(t, 200, tg.send("PUT", "/sysadm/iocage", "admin:secret", `{"action":"listjails"}`).StatusCode)
	require.NotEmpty(t, tg.readLogs("")["hostinfo"])
	c := tg.dial("admin")
	require.Equal(t, "response", c.ask(listJails)["name"])
	c.events("subscribe", `"dispatcher"`)
	c.dispatch(`{"action":"run","j1":"echo hello"}`)
	c.until(`"finished"`)
}

// No client keeps a connection without a login; rpc/identify is not a login.
func TestLoginTimeout(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{LoginTimeout: strikes}})
	known, nobody, forgotten := tg.dial("admin"), tg.dial(""), tg.dial("admin")
	require.Equal(t, "who", nobody.ask(identify)["id"])
	require.Equal(t, websocket.CloseNormalClosure, nobody.closed())
	forgotten.send(`{"namespace":"rpc","name":"auth_clear","id":"1","args":""}`)
	require.Equal(t, websocket.CloseNormalClosure, forgotten.closed(), "a login that ended is none")
	require.Equal(t, "response", known.ask(listJails)["name"])
}

func TestLoginTimeoutOfREST(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{LoginTimeout: strikes}})
	nobody, known := tg.secure(tg.addresses()[1]), tg.secure(tg.addresses()[1])
	defer nobody.Close()
	defer known.Close()
	ask(t, known, "Authorization: Basic YWRtaW46c2VjcmV0\r\n")
	reader := ask(t, nobody, "")
	_, err := reader.ReadByte()
	require.Error(t, err, "closed before the idle limit")
	ask(t, known, "")
}

// Nobody stays at the WebSocket port without becoming a session.
func TestRequestsOfHTTPAtTheWebSocketPort(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	for _, headers := range []string{"", "Origin: https://example.org\r\n"} {
		conn := tg.secure(tg.addresses()[0])
		defer conn.Close()
		_, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n"+headers+"\r\n")
		require.NoError(t, err)
		require.NoError(t, conn.SetReadDeadline(time.Now().Add(timeout)))
		reply, err := io.ReadAll(conn)
		require.NoError(t, err, "to the end of the connection")
		require.Regexp(t, "^HTTP/1.1 40[03] ", string(reply))
		require.Contains(t, string(reply), "\r\nConnection: close\r\n")
	}
}

// ask sends a request on a connection and reads the reply.
func ask(t *testing.T, conn net.Conn, headers string) *bufio.Reader {
	_, err := io.WriteString(conn, "PUT /rpc/identify HTTP/1.1\r\nHost: x\r\n"+headers+"\r\n")
	require.NoError(t, err)
	reader := bufio.NewReader(conn)
	reply, err := http.ReadResponse(reader, nil)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, reply.Body)
	require.NoError(t, err)
	require.Equal(t, 200, reply.StatusCode)
	return reader
}

// Without a login, requests wait for their turn; none is refused.
func TestAnonymousRate(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{AnonymousRate: 20}})
	c, began := tg.dial(""), time.Now()
	for range 30 {
		c.send(identify)
	}
	for range 30 {
		require.Equal(t, "response", c.receive()["name"])
	}
	require.GreaterOrEqual(t, time.Since(began), 450*time.Millisecond, "20 at once, then 20 a second")
}

func TestAnonymousRateOfREST(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{AnonymousRate: 20}})
	began := time.Now()
	for range 30 { // on one connection
		require.Equal(t, 200, tg.send("PUT", "/rpc/identify", "", "").StatusCode)
	}
	require.GreaterOrEqual(t, time.Since(began), 450*time.Millisecond)
}

// An address that sends too many requests without a login gets 429 on either
// port, whatever the requests. Logged-in clients are not affected. The log does not
// grow with what is refused.
func TestAnonymousAddressRate(t *testing.T) {
	log := &lockedBuffer{}
	tg := start(t, server.Options{
		Runner:        host,
		Logger:        slog.New(slog.NewTextHandler(log, nil)),
		LimitLoopback: true,
		Limits:        server.Limits{AnonymousRate: -1, AnonymousAddressRate: 2},
	})
	known, nobody := tg.dial("admin"), tg.dial("")
	for _, message := range []string{identify, listJails, "no message"} {
		refused := 0
		for range 50 {
			if codeOf(nobody.ask(message)) == 429 {
				refused++
			}
		}
		require.NotZero(t, refused, message)
	}
	require.Equal(t, "response", known.ask(listJails)["name"])

	refused := response{}
	require.Eventually(t, func() bool {
		refused = tg.send("PUT", "/rpc/identify", "", "")
		return refused.StatusCode == 429
	}, timeout, time.Millisecond)
	require.Equal(t, "1", refused.Header.Get("Retry-After"))
	require.Equal(t, 200, tg.send("PUT", "/rpc/query", "admin:secret", "").StatusCode)
	require.NoError(t, tg.stop())
	require.NotContains(t, log.String(), "code=429")
	require.Equal(t, 1, strings.Count(log.String(), "request refused; of others, no word for a minute"))
}

// Requests beyond the limit for all connections are refused; logins are not.
func TestRequestsInAll(t *testing.T) {
	g := newGate()
	tg := start(t, server.Options{Runner: g, Limits: server.Limits{MaxTotalRequests: 2}})
	first, second := tg.dial("admin"), tg.dial("otto")
	first.send(listJails)
	second.send(`{"namespace":"sysadm","name":"iocage","id":"defaults","args":{"action":"getdefaultsettings"}}`)
	<-g.entered
	<-g.entered
	require.Equal(t, 503.0, codeOf(first.ask(`{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"df"}}`)))
	refused := tg.send("PUT", "/sysadm/iocage", "admin:secret", `{"action":"df"}`)
	require.Equal(t, 503, refused.StatusCode)
	require.Equal(t, "1", refused.Header.Get("Retry-After"))
	require.Contains(t, refused.body, "too many requests are being answered: try again later")
	tg.dial("otto")
	close(g.open)
	require.Equal(t, "list", first.receive()["id"])
	require.Equal(t, "defaults", second.receive()["id"])
	require.Equal(t, "response", first.ask(listJails)["name"], "there is room again")
}

func TestNesting(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{MaxNesting: 3}})
	c := tg.dial("admin")
	deep := `{"namespace":"rpc","name":"query","id":"1","args":[[[1]]]}`
	require.Equal(t, "Bad Request: the message is nested more than 3 deep", c.ask(deep)["args"].(map[string]any)["message"])
	require.Equal(t, "response", c.ask(`{"namespace":"rpc","name":"query","id":"1","args":[[1]]}`)["name"])
	require.Equal(t, 400, tg.send("PUT", "/rpc/query", "admin:secret", `{"args":[[[1]]]}`).StatusCode)
	require.Equal(t, 200, tg.send("PUT", "/rpc/query", "admin:secret", `{"args":[[1]]}`).StatusCode)
}

func TestMessageSize(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{MaxMessage: 2000, MaxAnonymousMessage: 1000}})
	padded := func(n int) string { return identify + strings.Repeat(" ", n-len(identify)) }
	known, nobody := tg.dial("admin"), tg.dial("")
	for n, want := range map[int][2]float64{1000: {0, 0}, 1001: {413, 0}, 2000: {413, 0}, 2001: {413, 413}} {
		require.Equal(t, want, [2]float64{codeOf(nobody.ask(padded(n))), codeOf(known.ask(padded(n)))}, "%d bytes", n)
	}
}

func TestHeaderSize(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{MaxHeader: 1000}})
	r, err := http.NewRequest("PUT", tg.ready.REST+"/rpc/identify", nil)
	require.NoError(t, err)
	r.Header.Set("X-Large", strings.Repeat("x", 10_000))
	require.Equal(t, 431, tg.do(r).StatusCode)
}

// A client that does not read uses at most what all clients together may use.
// It is then dropped, although it has an hour to take a reply.
func TestUnsentInAll(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{
		WriteTimeout: time.Hour, MaxUnsent: 64 << 20, MaxTotalUnsent: 4 << 20}})
	slow, other := tg.dial("admin"), tg.dial("admin")
	tg.floods(slow)
	require.Equal(t, "response", other.ask(listJails)["name"])
}

// floods sends requests with large replies until the server hangs up.
func (tg *target) floods(c *conn) {
	padded := []byte(`{"namespace":"rpc","name":"query","id":"` + strings.Repeat("x", 500_000) + `"}`)
	var err error
	for err == nil {
		_ = c.SetWriteDeadline(time.Now().Add(timeout))
		err = c.WriteMessage(websocket.TextMessage, padded)
	}
	require.NotContains(tg.t, err.Error(), "timeout", "the server hangs up")
}

// While replies wait, no more requests are read; they stay in the network.
func TestUnsentOfOne(t *testing.T) {
	asked := &recorder{}
	tg := start(t, server.Options{Runner: asked, Limits: server.Limits{WriteTimeout: time.Hour, MaxUnsent: 1, MaxRequests: 1}})
	c := tg.dial("admin")
	settings := `{"namespace":"sysadm","name":"iocage","id":"` + strings.Repeat("x", 500_000) + `","args":{"action":"getdefaultsettings"}}`
	var err error
	for err == nil {
		_ = c.SetWriteDeadline(time.Now().Add(time.Second))
		err = c.WriteMessage(websocket.TextMessage, []byte(settings))
	}
	require.ErrorContains(t, err, "timeout")
	require.Less(t, len(asked.commands()), 200, "as many as the system's buffers hold")
	require.NoError(t, c.NetConn().(*tls.Conn).NetConn().Close())
}

// A client that sends REST requests and never reads is dropped, even if no
// request gets as far as a reply.
func TestSlowReaderOfREST(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{WriteTimeout: strikes}})
	refused := strings.Repeat("PUT /rpc/query HTTP/1.1\r\nHost: x\r\nOrigin: https://elsewhere.example\r\n\r\n", 100)
	conn := tg.secure(tg.addresses()[1])
	require.NoError(t, conn.SetWriteDeadline(time.Now().Add(timeout)))
	var err error
	for err == nil {
		_, err = io.WriteString(conn, refused)
	}
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the server hangs up")
	require.NoError(t, conn.NetConn().Close())
}

func TestPingRate(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{PingRate: 5}})
	for _, kind := range []int{websocket.PingMessage, websocket.PongMessage} {
		c := tg.dial("admin")
		for range 100 {
			_ = c.WriteControl(kind, []byte("still there?"), time.Now().Add(timeout))
		}
		require.Equal(t, websocket.ClosePolicyViolation, c.closed())
	}
}

// No client keeps a connection by stopping midway: in the TLS handshake, in
// headers, in a body, in a frame, or between two frames of a message. Half a
// frame header does not begin a message: there the login or idle limit applies.
func TestHalves(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{
		HeaderTimeout: strikes, MessageTimeout: strikes, LoginTimeout: strikes + time.Second}})
	upgrade := "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
	for i, address := range tg.addresses() {
		plain, err := net.Dial("tcp", address)
		require.NoError(t, err)
		halves := []string{"", "PUT / HT", "PUT / HTTP/1.1\r\nHost: x\r\n"}
		if i == 1 {
			halves = append(halves, "PUT /rpc/identify HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
		} else {
			halves = append(halves, upgrade+"wait\x81\xfe\x01", upgrade+"wait\x01\x81\x00\x00\x00\x00{", upgrade+"wait\x81\x85\x00\x00\x00\x00{")
		}
		ended := []net.Conn{plain}
		for _, half := range halves {
			ended = append(ended, tg.sendHalf(address, half))
		}
		for n, conn := range ended {
			require.NoError(t, conn.SetReadDeadline(time.Now().Add(timeout)))
			_, err := io.Copy(io.Discard, conn)
			timedOut, ok := err.(net.Error)
			require.False(t, ok && timedOut.Timeout(), "port %d, half %d is still open", i, n)
			require.NoError(t, conn.Close())
		}
	}
}

// sendHalf sends a text; at the word wait it waits for the answer to the text
// before it.
func (tg *target) sendHalf(address, half string) *tls.Conn {
	conn := tg.secure(address)
	first, then, _ := strings.Cut(half, "wait")
	_, err := io.WriteString(conn, first)
	require.NoError(tg.t, err)
	if then != "" {
		_, err = http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(tg.t, err)
		_, err = io.WriteString(conn, then)
		require.NoError(tg.t, err)
	}
	return conn
}

// Requests that arrive while the server stops are refused; running ones finish.
func TestRequestsDuringShutdown(t *testing.T) {
	g := newGate()
	tg := start(t, server.Options{Runner: g})
	c := tg.dial("admin")
	half := tg.sendHalf(tg.addresses()[1], "PUT /rpc/identify HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\nwait{")
	defer half.Close()
	c.send(listJails)
	<-g.entered
	ended := make(chan error, 1)
	go func() { ended <- tg.stop() }()
	require.Eventually(t, func() bool {
		return codeOf(c.ask(identify)) == 503
	}, timeout, tick)
	refused := c.ask(`{"namespace":"sysadm","name":"iocage","id":"no","args":{"action":"startjail","jail":"test"}}`)
	require.Equal(t, "no", refused["id"])
	require.Equal(t, map[string]any{"code": 503.0, "message": "Service Unavailable: the server is shutting down"}, refused["args"])
	reply, err := http.ReadResponse(bufio.NewReader(half), nil)
	require.NoError(t, err)
	require.Equal(t, 503, reply.StatusCode)
	require.NoError(t, reply.Body.Close())
	close(g.open)
	require.Equal(t, "list", c.receive()["id"], "a running command finishes")
	require.Equal(t, websocket.CloseGoingAway, c.closed())
	require.NoError(t, <-ended)
}
