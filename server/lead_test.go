package server_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// A knowing iocage knows that its host has many jails, and answers without a
// run.
type knowing struct {
	list  server.Output
	asked chan struct{}
}

func (k knowing) Known(...string) (server.Output, bool) {
	k.asked <- struct{}{}
	return k.list, true
}

func (knowing) Run(context.Context, ...string) (server.Output, error) { panic("it knows") }

// A client that does not read its replies yet has its further requests answered
// nevertheless.
func TestRequestsOfWhoDoesNotRead(t *testing.T) {
	const requests, jails = 12, 10_000 // replies of a MiB: more than the system takes at once
	var list strings.Builder
	list.WriteString("JID   UUID                                  BOOT  STATE  TAG  TYPE  IP4\n")
	for i := range jails {
		fmt.Fprintf(&list, "-     00000000-0000-0000-0000-%012d  off   down   tag  jail  -\n", i)
	}
	iocage := knowing{server.Output{Stdout: []byte(list.String())}, make(chan struct{}, requests)}
	tg := start(t, server.Options{Runner: iocage, Limits: server.Limits{MaxUnsent: 64 << 20}})
	c := tg.dial("admin")
	for range requests {
		c.send(listJails)
	}
	for range requests {
		<-iocage.asked
	}
	for range requests {
		_, reply, err := c.ReadMessage()
		require.NoError(t, err)
		require.Contains(t, string(reply[len(reply)-80:]), `"name":"response"`)
	}
}
