package probe_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// counting serves a handler and counts the connections.
func counting(t *testing.T, handler http.HandlerFunc) (*probe.Kept, *atomic.Int32) {
	connections := new(atomic.Int32)
	s := httptest.NewUnstartedServer(handler)
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	k := &probe.Kept{Server: probe.Server{REST: s.URL, TLS: &tls.Config{InsecureSkipVerify: true}, Timeout: 5 * time.Second}}
	t.Cleanup(k.Close)
	return k, connections
}

func TestKeptConnection(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(w http.ResponseWriter, answer string) // how it answers
		want int32                                      // connections for three requests
	}{
		"stays":   {func(w http.ResponseWriter, answer string) { _, _ = io.WriteString(w, answer) }, 1},
		"chunked": {func(w http.ResponseWriter, answer string) { w.(http.Flusher).Flush(); _, _ = io.WriteString(w, answer) }, 1},
		"says that it closes": {func(w http.ResponseWriter, answer string) {
			w.Header().Set("Connection", "close")
			_, _ = io.WriteString(w, answer)
		}, 3},
		"closes without a word": {func(w http.ResponseWriter, answer string) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer)
			_ = conn.Close()
		}, 3},
		"says more than it was asked": {func(w http.ResponseWriter, answer string) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%sHTTP/1.1 200 OK\r\n\r\n", len(answer), answer)
		}, 3},
		"speaks until the end": {func(w http.ResponseWriter, answer string) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			fmt.Fprintf(conn, "HTTP/1.0 200 OK\r\n\r\n%s", answer)
			_ = conn.Close()
		}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			asked := new(atomic.Int32)
			k, connections := counting(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				asked.Add(1)
				c.end(w, string(body))
			})
			for i := range 3 {
				body := fmt.Sprintf("request %d", i)
				reply, err := k.Do(t.Context(), probe.Request{Verb: "PUT", Path: "/", Body: []byte(body)})
				require.NoError(t, err)
				require.Equal(t, body, string(reply.Body))
			}
			require.EqualValues(t, 3, asked.Load(), "each is asked once")
			require.Equal(t, c.want, connections.Load())
		})
	}
}

// Requests at the same time have a connection each, which later ones use again.
func TestKeptConnections(t *testing.T) {
	const together = 4
	var here sync.WaitGroup
	here.Add(together)
	k, connections := counting(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/together" {
			here.Done()
			here.Wait()
		}
	})
	var group errgroup.Group
	for range together {
		group.Go(func() error {
			_, err := k.Do(t.Context(), probe.Request{Verb: "PUT", Path: "/together"})
			return err
		})
	}
	require.NoError(t, group.Wait())
	for range 2 * together {
		_, err := k.Do(t.Context(), probe.Request{Verb: "PUT", Path: "/"})
		require.NoError(t, err)
	}
	require.EqualValues(t, together, connections.Load())
}

// A server that takes a request and does not answer it is not asked again.
func TestKeptConnectionThatFallsSilent(t *testing.T) {
	asked, ended := new(atomic.Int32), make(chan struct{})
	k, _ := counting(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if asked.Add(1) > 1 {
			select {
			case <-r.Context().Done():
			case <-ended:
			}
		}
	})
	defer close(ended)
	request := probe.Request{Verb: "PUT", Path: "/"}
	_, err := k.Do(t.Context(), request)
	require.NoError(t, err)
	k.Server.Timeout = 100 * time.Millisecond
	_, err = k.Do(t.Context(), request)
	require.ErrorContains(t, err, "cannot read the reply")
	require.EqualValues(t, 2, asked.Load())
}
