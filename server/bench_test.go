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

// tenJails is what an iocage of ten jails lists.
func tenJails() server.Output {
	text := "JID  UUID                                  BOOT  STATE  TAG   TYPE      IP4\n"
	for i := range 10 {
		text += fmt.Sprintf("-    00000000-0000-0000-0000-00000000000%d  off   down  www%d  basejail  -\n", i, i)
	}
	return says(text)
}

// A quick iocage always says the same, in no time.
type quick server.Output

func (q quick) Run(context.Context, ...string) (server.Output, error) { return server.Output(q), nil }

// What a request costs its server and its client, all but the run of iocage.
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
