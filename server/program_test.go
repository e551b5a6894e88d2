package server_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// script writes a shell script and returns its path.
func script(t *testing.T, name, text string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o755))
	return path
}

// Where iocage is missing, the imitation on PATH is used, but never on FreeBSD:
// an imitation must not answer for a real host.
func TestImitatedIocage(t *testing.T) {
	if runtime.GOOS == "freebsd" {
		t.Skip("FreeBSD has no use for an imitated iocage")
	}
	fake := script(t, "fakeiocage", "echo 'pool: imitated'\n")
	t.Setenv("PATH", filepath.Dir(fake))
	tg := start(t, server.Options{})
	require.Equal(t, map[string]any{"activatepool": map[string]any{"currently active": map[string]any{"pool": " imitated"}}},
		tg.dial("admin").call(`{"action":"activatepool"}`))
}

// An imitation is run in the dialect whose output the edition shows, unless the
// environment names one.
func TestDialectOfTheImitation(t *testing.T) {
	iocage := script(t, "iocage", `echo "pool: $FAKEIOCAGE_DIALECT"`)
	told := func(o server.Options) any {
		o.Iocage = iocage
		return start(t, o).dial("admin").call(`{"action":"activatepool"}`)
	}
	pool := func(name string) any {
		return map[string]any{"activatepool": map[string]any{"currently active": map[string]any{"pool": " " + name}}}
	}
	t.Setenv("FAKEIOCAGE_DIALECT", "") // restores the variable after the test
	require.NoError(t, os.Unsetenv("FAKEIOCAGE_DIALECT"))
	require.Equal(t, pool("shell-2016-02-05"), told(server.Options{}))
	require.Equal(t, pool("shell-2016-02-01"), told(server.Options{Edition: edition.Editions[1]}))
	t.Setenv("FAKEIOCAGE_DIALECT", "mine")
	require.Equal(t, pool("mine"), told(server.Options{}))
}

// A jail's name reaches the program as one argument, even with characters
// special to a shell.
func TestArgumentsReachTheProgramWhole(t *testing.T) {
	iocage := script(t, "iocage", `for word; do echo "<$word>"; done`)
	c := start(t, server.Options{Iocage: iocage}).dial("admin")
	answer := c.call(`{"action":"startjail","jail":"a;touch>x&'c'\"d\"%s<e>"}`)
	require.Equal(t, map[string]any{"startjail": map[string]any{
		`a;touch>x&'c'"d"%s<e>`: map[string]any{
			"<start>": "", `<a;touch>x&'c'"d"%s<e>>`: "",
		},
	}}, answer)
}

// A stopping server leaves no command running.
func TestShutdownEndsProcesses(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	iocage := script(t, "iocage", fmt.Sprintf(`[ "$1" = list ] || exit 1 # the server asks for the version at the same time
echo $$ >%s.new && mv %[1]s.new %[1]s && exec sleep 1000`, pidFile))
	tg := start(t, server.Options{Iocage: iocage, Limits: server.Limits{ShutdownTimeout: 20 * time.Millisecond}})
	c := tg.dial("admin")
	c.send(listJails)
	var pid int
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(pidFile)
		if err == nil {
			_, err = fmt.Sscan(string(text), &pid)
		}
		return err == nil
	}, time.Minute, time.Millisecond)
	ended := make(chan error, 1)
	go func() { ended <- tg.stop() }()
	require.Equal(t, 503.0, c.receive()["args"].(map[string]any)["code"])
	require.Equal(t, websocket.CloseGoingAway, c.closed())
	require.NoError(t, <-ended)
	require.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH)
}
