package server_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// A trap is a log that panics at a request's line with the word trap. That line
// is written after the reply: the panic is outside every action.
type trap struct {
	slog.Handler
	mu sync.Mutex
}

func (l *trap) Handle(ctx context.Context, r slog.Record) error {
	sprung := false
	r.Attrs(func(a slog.Attr) bool {
		sprung = sprung || strings.Contains(a.Value.String(), "trap")
		return true
	})
	if sprung && r.Message == "request" {
		panic("a defect in the server")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Handler.Handle(ctx, r)
}

// A panic ends its own connection only. It is logged once, and the client
// learns nothing of it.
func TestDefectOutsideActions(t *testing.T) {
	text := &bytes.Buffer{}
	log := &trap{Handler: slog.NewTextHandler(text, nil)}
	tg := start(t, server.Options{Runner: host, Logger: slog.New(log)})
	for _, request := range []string{
		`{"namespace":"rpc","name":"auth_trap","id":"1","args":""}`,                                         // answered by the reader
		`{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"getjailsettings","jail":"trap"}}`, // answered by another goroutine
	} {
		c, other := tg.dial("admin"), tg.dial("otto")
		c.send(request)
		_, reply, err := c.ReadMessage()
		require.NoError(t, err)
		require.NotContains(t, string(reply), "defect")
		_, _, err = c.ReadMessage()
		require.Error(t, err)
		require.NotContains(t, err.Error(), "defect")
		require.Equal(t, "response", other.ask(listJails)["name"])
	}
	conn := tg.secure(tg.addresses()[1])
	defer conn.Close()
	_, err := io.WriteString(conn, "PUT /rpc/auth_trap HTTP/1.1\r\nHost: x\r\n\r\n")
	require.NoError(t, err)
	said, _ := io.ReadAll(conn) // to the end of the connection
	require.Regexp(t, "^HTTP/1.1 401 ", string(said))
	require.NotContains(t, string(said), "defect")
	require.NoError(t, tg.stop())
	require.Equal(t, 3, strings.Count(text.String(), "a defect in the server"), text.String())
	require.Equal(t, 3, strings.Count(text.String(), "level=ERROR"), text.String())
}
