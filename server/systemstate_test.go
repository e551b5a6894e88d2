package server_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// A zpool prints the text that it was given.
type zpool struct {
	mu  sync.Mutex
	out server.Output
	err error
}

func (z *zpool) Run(context.Context, ...string) (server.Output, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.out, z.err
}

func (z *zpool) print(stdout string, status int, err error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.out, z.err = server.Output{Stdout: []byte(stdout), Stderr: []byte("why"), ExitCode: status}, err
}

const heading = "NAME    SIZE  ALLOC   FREE  EXPANDSZ   FRAG    CAP  DEDUP  HEALTH  ALTROOT\n"

// often makes the server check the host all the time, so that changes are
// reported soon.
var often = server.Limits{SystemStateLook: time.Millisecond, SystemStateEvery: time.Hour}

// state waits for the next event and returns its arguments.
func (c *conn) state() map[string]any {
	got := c.receive()
	require.Equal(c.t, "system-state", got["name"], got)
	require.Equal(c.t, "events", got["namespace"])
	require.Equal(c.t, "", got["id"])
	return got["args"].(map[string]any)
}

func TestSystemStateTellsOfPools(t *testing.T) {
	z := &zpool{}
	z.print(heading+"tank    464G  13.1G   451G         -     6%     2%  1.00x  ONLINE  -\n", 0, nil)
	tg := start(t, server.Options{ZPool: z, Limits: often})
	hostname, err := os.Hostname()
	require.NoError(t, err)
	tg.awaitState("0 - Information")

	c := tg.dial("admin")
	c.send(`{"namespace":"events","name":"subscribe","id":"s","args":["system-state"]}`)
	tank := map[string]any{
		"size": "464G", "alloc": "13.1G", "free": "451G", "expandsz": "-", "frag": "6%",
		"capacity": "2%", "dedup": "1.00x", "health": "ONLINE", "altroot": "-",
	}
	require.Equal(t, map[string]any{
		"hostname": hostname, "priority": "0 - Information", "zpools": map[string]any{"tank": tank},
	}, c.state(), "the last event comes at once")
	require.Equal(t, map[string]any{"subscribe": "system-state"}, c.receive()["args"])

	z.print(heading+"tank    464G  13.1G   451G         -     6%     2%  1.00x  DEGRADED  -\n", 0, nil)
	changed := c.state()
	require.Equal(t, "9 - Urgent", changed["priority"])
	tank["health"], tank["priority"] = "DEGRADED", "9 - Urgent"
	require.Equal(t, map[string]any{"tank": tank}, changed["zpools"])

	tg.awaitState("9 - Urgent")
}

// awaitState waits until the log events-state has an event of that priority.
func (tg *target) awaitState(priority string) (state map[string]any) {
	require.Eventually(tg.t, func() bool {
		for _, message := range tg.readLogs(`,"logs":"events-state"`)["events-state"] {
			if state = message.(map[string]any); state["priority"] == priority {
				return true
			}
		}
		return false
	}, time.Minute, time.Millisecond)
	return state
}

func TestSystemStateIsKnownToTheFirstClientIfAsked(t *testing.T) {
	z := &zpool{}
	z.print("no pools available\n", 0, nil)
	tg := start(t, server.Options{ZPool: z, SystemStateAtStart: true})
	c := tg.dial("admin")
	c.send(`{"namespace":"events","name":"subscribe","id":"s","args":["system-state"]}`)
	require.Equal(t, "0 - Information", c.state()["priority"])
}

func TestSystemStateWithoutPools(t *testing.T) {
	for name, c := range map[string]struct {
		stdout   string
		status   int
		err      error
		priority string
	}{
		"no ZFS":     {"", 1, nil, "0 - Information"},
		"no pool":    {"no pools available\n", 0, nil, "0 - Information"},
		"unreadable": {"what?\n", 0, nil, "3 - Warning"},
		"killed":     {"", 0, errors.New("it was killed"), "3 - Warning"},
	} {
		z := &zpool{}
		z.print(c.stdout, c.status, c.err)
		tg := start(t, server.Options{ZPool: z, Limits: often})
		require.NotContains(t, tg.awaitState(c.priority), "zpools", name)
	}
}

func TestSystemStateRunsZPoolAsAProgram(t *testing.T) {
	program := filepath.Join(t.TempDir(), "zpool")
	require.NoError(t, os.WriteFile(program, []byte("#!/bin/sh\n[ \"$*\" = list ] && echo 'NAME SIZE HEALTH' && echo 'tank 1G ONLINE'\n"), 0o700))
	tg := start(t, server.Options{ZPoolProgram: program, Limits: often})
	tg.awaitState("0 - Information")
	c := tg.dial("admin")
	c.send(`{"namespace":"events","name":"subscribe","id":"s","args":["system-state"]}`)
	require.Contains(t, c.state()["zpools"], "tank")
}

// A zpool that hangs on a pool without disks is killed, and reported.
func TestSystemStateOutlivesAHangingZPool(t *testing.T) {
	program := filepath.Join(t.TempDir(), "zpool")
	require.NoError(t, os.WriteFile(program, []byte("#!/bin/sh\nexec sleep 1000\n"), 0o700))
	limits := often
	limits.CommandTimeout = 10 * time.Millisecond
	tg := start(t, server.Options{ZPoolProgram: program, Limits: limits})
	tg.awaitState("3 - Warning")
}

func TestSystemStateWithoutZPool(t *testing.T) {
	tg := start(t, server.Options{ZPoolProgram: filepath.Join(t.TempDir(), "absent"), Limits: often})
	tg.awaitState("0 - Information")
}
