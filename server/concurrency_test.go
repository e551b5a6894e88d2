package server_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// A slowSight is an iocage whose list shows the jail test as it was when the
// command began, although the first list takes long.
type slowSight struct {
	up     atomic.Bool
	lists  atomic.Int64
	looked chan struct{} // closed when the first list has read the state
	open   chan struct{} // lets the first list end
}

func (s *slowSight) Run(ctx context.Context, args ...string) (server.Output, error) {
	if args[0] == "start" {
		s.up.Store(true)
		return host.Run(ctx, args...)
	}
	state := "down"
	if s.up.Load() {
		state = "up  "
	}
	if s.lists.Add(1) == 1 {
		close(s.looked)
		<-s.open
	}
	return says("JID  UUID                                  BOOT  STATE  TAG   TYPE      IP4\n" +
		"-    " + webUUID + "  off   " + state + "   test  basejail  -\n"), nil
}

// A change answered over REST shows in every listjails requested later,
// although an older list still runs.
func TestAnsweredChangeIsSeen(t *testing.T) {
	s := &slowSight{looked: make(chan struct{}), open: make(chan struct{})}
	tg := start(t, server.Options{Runner: s})
	early, late := tg.dial("admin"), []*conn{tg.dial("admin"), tg.dial("otto"), tg.dial("otto")}
	early.send(listJails)
	<-s.looked

	require.Equal(t, 200, tg.send("PUT", "/sysadm/iocage", "admin:secret", `{"action":"startjail","jail":"test"}`).StatusCode)
	for _, c := range late {
		c.send(listJails)
	}
	close(s.open)

	require.Equal(t, "down", stateIn(early.receive()))
	for _, c := range late {
		require.Equal(t, "up", stateIn(c.receive()))
	}
}

func stateIn(reply map[string]any) any {
	jails := reply["args"].(map[string]any)["listjails"].(map[string]any)
	return jails[webUUID].(map[string]any)["state"]
}
