package server_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// tenJails is the list of an iocage with ten jails.
func tenJails() server.Output {
	text := "JID  UUID                                  BOOT  STATE  TAG   TYPE      IP4\n"
	for i := range 10 {
		text += fmt.Sprintf("-    00000000-0000-0000-0000-00000000000%d  off   down  www%d  basejail  -\n", i, i)
	}
	return says(text)
}

// A quick iocage always prints the same, at once.
type quick server.Output

func (q quick) Run(context.Context, ...string) (server.Output, error) { return server.Output(q), nil }

// Measures a request's cost to server and client together, without the run of
// iocage.
func BenchmarkListJails(b *testing.B) {
	tg := start(b, server.Options{Runner: quick(tenJails()), Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	b.Run("websocket", func(b *testing.B) {
		c := tg.dial("admin")
		b.ReportAllocs()
		for b.Loop() {
			c.send(listJails)
			require.NotEmpty(b, c.next())
		}
	})
	b.Run("rest", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			require.Equal(b, 200, tg.send("PUT", "/sysadm/iocage", "admin:secret", `{"action":"listjails"}`).StatusCode)
		}
	})
}
