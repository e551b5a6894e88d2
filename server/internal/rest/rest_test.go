package rest_test

import (
	"bufio"
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/rest"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

func handler(compat edition.Compat) *rest.Handler {
	users := auth.Fixed{{Identity: auth.Identity{User: "anna"}, Password: "right"}}
	return &rest.Handler{
		Router: &rpc.Router{
			Classes: []rpc.Class{{Namespace: "rpc", Name: "unread"}},
			Compat:  compat,
			Logins:  auth.New(users, auth.Options{}),
			Logger:  slog.New(slog.DiscardHandler),
		},
		CheckOrigin: func(_, _ string) *rpc.Error { return nil },
		Body:        100, AnonymousBody: 10, WriteTimeout: time.Minute,
	}
}

// put sends a request from an address and returns the status.
func put(h *rest.Handler, from, password string) int {
	r := httptest.NewRequest("PUT", "/sysadm/nothing", strings.NewReader("{}"))
	r.RemoteAddr = from
	r.SetBasicAuth("anna", password)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

// An administrator who watches the log for break-ins needs their addresses.
func TestRefusedLoginIsLogged(t *testing.T) {
	h := handler(edition.Documented)
	log := &bytes.Buffer{}
	h.Router.Logger = slog.New(slog.NewTextHandler(log, nil))
	require.Equal(t, 401, put(h, "192.0.2.7:1000", "wrong"))
	require.Contains(t, log.String(), `transport=rest address=192.0.2.7 user="" namespace=sysadm name=nothing action="" code=401`)
}

func TestBlockedAddress(t *testing.T) {
	for compat, code := range map[string]int{"documented": 403, "reference": 401} {
		c, err := edition.FindCompat(compat)
		require.NoError(t, err)
		h := handler(c)
		require.Equal(t, 404, put(h, "192.0.2.7:1000", "right"))
		for range 5 {
			require.Equal(t, 401, put(h, "192.0.2.7:1001", "wrong"))
		}
		require.Equal(t, code, put(h, "192.0.2.7:1002", "right"))
		require.Equal(t, code, put(h, "[::ffff:192.0.2.7]:1003", "right"))
		require.Equal(t, 404, put(h, "192.0.2.8:1000", "right"))
	}
}

func TestLoopbackIsNeverBlocked(t *testing.T) {
	h := handler(edition.Documented)
	for range 20 {
		require.Equal(t, 401, put(h, "127.0.0.1:1", "wrong"))
		require.Equal(t, 401, put(h, "[::1]:1", "wrong"))
	}
	require.Equal(t, 404, put(h, "127.0.0.1:1", "right"))
}

// Behind a request in chunks the connection ends: net/http does not tell whether it had
// a length, too, by which something between the two may have read another request.
func TestChunksEndTheConnection(t *testing.T) {
	for _, length := range []string{"", "Content-Length: 4\r\n"} {
		text := "PUT /rpc/unread HTTP/1.1\r\nHost: h\r\n" + length + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(text)))
		require.NoError(t, err)
		w := httptest.NewRecorder()
		handler(edition.Documented).ServeHTTP(w, r)
		require.Equal(t, "close", w.Header().Get("Connection"))
	}
	w := httptest.NewRecorder()
	handler(edition.Documented).ServeHTTP(w, httptest.NewRequest("PUT", "/rpc/unread", strings.NewReader("{}")))
	require.Empty(t, w.Header().Get("Connection"))
}

// A client that waits for permission to send a long body is answered at once.
func TestExpectation(t *testing.T) {
	body := strings.NewReader(strings.Repeat(" ", 1000))
	r := httptest.NewRequest("PUT", "/rpc/unread", body)
	r.Header.Set("Expect", "100-continue")
	r.SetBasicAuth("anna", "right")
	w := httptest.NewRecorder()
	handler(edition.Documented).ServeHTTP(w, r)
	require.Equal(t, 413, w.Code)
	require.Equal(t, 1000, body.Len(), "not a byte is read")
}
