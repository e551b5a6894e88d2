package probe_test

import (
	"bufio"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start serves a handler over TLS and returns how to probe it.
func start(t *testing.T, handler http.HandlerFunc) probe.Server {
	s := httptest.NewTLSServer(handler)
	t.Cleanup(s.Close)
	return probe.Server{
		WS: "wss" + strings.TrimPrefix(s.URL, "https"), REST: s.URL,
		TLS: &tls.Config{InsecureSkipVerify: true}, Timeout: 5 * time.Second,
	}
}

func TestDoSendsExactBytes(t *testing.T) {
	var got string
	s := start(t, func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		body, _ := io.ReadAll(r.Body)
		got = strings.Join([]string{r.Method, r.RequestURI, r.Proto, user, password, string(body)}, "|")
		w.Header().Set("X", "y")
		w.WriteHeader(418)
		_, _ = w.Write([]byte("\x00odd\n"))
	})
	reply, err := s.Do(t.Context(), probe.Request{Verb: "ODD", Path: "/a%20b", User: "u", Password: "p:w", Body: []byte("{ \x01")})
	require.NoError(t, err)
	require.Equal(t, "ODD|/a%20b|HTTP/1.1|u|p:w|{ \x01", got)
	require.Equal(t, 418, reply.Status)
	require.Equal(t, "HTTP/1.1", reply.Proto)
	require.Equal(t, "y", reply.Header.Get("X"))
	require.Equal(t, "\x00odd\n", string(reply.Body))
}

func TestWebSocketCarriesExactBytes(t *testing.T) {
	s := start(t, func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		if kind, text, err := conn.ReadMessage(); err == nil {
			_ = conn.WriteMessage(kind, append([]byte(r.Header.Get("Origin")+" "), text...))
		}
	})
	conn, status, err := s.Dial(t.Context(), http.Header{"Origin": {"here"}})
	require.NoError(t, err)
	defer conn.Close()
	require.Equal(t, http.StatusSwitchingProtocols, status)
	require.NoError(t, conn.Send(t.Context(), []byte(`{"broken"`)))
	text, err := conn.Receive(t.Context())
	require.NoError(t, err)
	require.Equal(t, `here {"broken"`, string(text))
	_, err = conn.Receive(t.Context())
	require.Error(t, err, "the server hung up")
}

// A message in frames arrives as one, and its ping before it. A goodbye is answered,
// unless the server hangs up.
func TestFragmentsAndGoodbye(t *testing.T) {
	pings := 0
	s := start(t, func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		if r.Header.Get("Mute") != "" {
			conn.SetCloseHandler(func(int, string) error { return nil })
		}
		conn.SetPingHandler(func(string) error { pings++; return nil })
		for kind, text, err := conn.ReadMessage(); err == nil; kind, text, err = conn.ReadMessage() {
			_ = conn.WriteMessage(kind, text)
		}
	})
	for _, text := range []string{"", "ab", strings.Repeat("ид-✓", 100)} {
		pings = 0
		conn, _, err := s.Dial(t.Context(), nil)
		require.NoError(t, err)
		require.NoError(t, conn.SendFragments(t.Context(), []byte(text)))
		got, err := conn.Receive(t.Context())
		require.NoError(t, err)
		require.Equal(t, text, string(got))
		require.Equal(t, 1, pings)
		require.NoError(t, conn.Goodbye(t.Context()))
		require.NoError(t, conn.Close())
	}
	conn, _, err := s.Dial(t.Context(), http.Header{"Mute": {"yes"}})
	require.NoError(t, err)
	require.Error(t, conn.Goodbye(t.Context()))
	require.NoError(t, conn.Close())
}

// What is raw is sent as it is, and an answer that says only that more will come is none.
func TestRaw(t *testing.T) {
	s := start(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte(r.Method + " " + r.Header.Get("X")))
	})
	reply, err := s.Do(t.Context(), probe.Request{Verb: "PUT", Raw: []byte("ODD / HTTP/1.1\r\nhOST: h\r\nx:y\r\n\r\n")})
	require.NoError(t, err)
	require.Equal(t, http.StatusTeapot, reply.Status)
	require.Equal(t, "ODD y", string(reply.Body))
}

func TestDialTellsTheStatusOfARefusal(t *testing.T) {
	s := start(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	conn, status, err := s.Dial(t.Context(), nil)
	require.Error(t, err)
	require.Nil(t, conn)
	require.Equal(t, http.StatusForbidden, status)
}

func TestHandshake(t *testing.T) {
	s := start(t, func(http.ResponseWriter, *http.Request) {})
	require.NoError(t, s.Reachable(t.Context(), s.REST))
	state, err := s.Handshake(t.Context(), s.REST, tls.VersionTLS13)
	require.NoError(t, err)
	require.EqualValues(t, tls.VersionTLS13, state.Version)
	_, err = s.Handshake(t.Context(), s.REST, tls.VersionTLS10)
	require.Error(t, err)
	require.False(t, probe.IsUnreachable(err), "refused, but there")
}

// A server may know but one curve, whichever that is.
func TestCurves(t *testing.T) {
	for _, curve := range []tls.CurveID{tls.CurveP256, tls.X25519, tls.CurveP521} {
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.TLS = &tls.Config{CurvePreferences: []tls.CurveID{curve}}
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		t.Cleanup(server.Close)
		s := probe.Server{REST: server.URL, TLS: &tls.Config{InsecureSkipVerify: true}, Timeout: 5 * time.Second}
		state, err := s.Handshake(t.Context(), s.REST, 0)
		require.NoError(t, err)
		require.Equal(t, curve, state.CurveID)
	}
}

func TestUnreachable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	s := probe.Server{REST: "https://" + listener.Addr().String(), TLS: &tls.Config{}, Timeout: time.Second}
	_, err = s.Do(t.Context(), probe.Request{Verb: "PUT", Path: "/"})
	require.True(t, probe.IsUnreachable(err), err)
	for _, address := range []string{"", "127.0.0.1:1", "https://host", "::"} {
		require.ErrorContains(t, s.Reachable(t.Context(), address), "must look like")
	}
}

// A server that never answers costs the timeout and no more.
func TestSilentServer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if conn, err := listener.Accept(); err == nil {
			_, _ = bufio.NewReader(conn).ReadBytes(0)
			conn.Close()
		}
	}()
	s := probe.Server{REST: "https://" + listener.Addr().String(), TLS: &tls.Config{}, Timeout: 50 * time.Millisecond}
	_, err = s.Do(t.Context(), probe.Request{Verb: "PUT", Path: "/"})
	require.Error(t, err)
	listener.Close()
	<-done
}
