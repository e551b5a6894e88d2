package server_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// A runnerFunc is an iocage made of a function.
type runnerFunc func(ctx context.Context, args ...string) (server.Output, error)

func (f runnerFunc) Run(ctx context.Context, args ...string) (server.Output, error) {
	return f(ctx, args...)
}

func TestHangingIocage(t *testing.T) {
	hang := runnerFunc(func(ctx context.Context, _ ...string) (server.Output, error) {
		<-ctx.Done()
		return server.Output{}, ctx.Err()
	})
	tg := start(t, server.Options{Runner: hang, Limits: server.Limits{CommandTimeout: 20 * time.Millisecond}})
	c := tg.dial("admin")
	require.Equal(t, map[string]any{"code": 504.0, "message": "Gateway Timeout: iocage list did not finish within 20ms: it was ended"},
		c.call(`{"action":"listjails"}`))
	require.Equal(t, 504, tg.send("PUT", "/sysadm/iocage", "admin:secret", `{"action":"startjail","jail":"x"}`).StatusCode)
	require.Equal(t, "still", c.ask(`{"namespace":"rpc","name":"query","id":"still"}`)["id"])
}

func TestMissingIocage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "iocage")
	tg := start(t, server.Options{Iocage: path})
	c := tg.dial("admin")
	answer := c.call(`{"action":"listjails"}`).(map[string]any)
	require.Equal(t, 404.0, answer["code"])
	require.Contains(t, answer["message"], "Not Found: iocage is not installed on this host")
	require.Equal(t, answer, c.call(`"no object"`), "what is not there is not there, whatever is asked")
	listed := c.ask(`{"namespace":"rpc","name":"query","id":"q"}`)["args"]
	require.Equal(t, map[string]any{"rpc/dispatcher": "read/write", "rpc/identify": "read", "rpc/logs": "read", "rpc/query": "read", "rpc/settings": "read/write", "sysadm/settings": "read/write"}, listed)
	require.Equal(t, 404, tg.send("PUT", "/sysadm/iocage", "admin:secret", `{"action":"listjails"}`).StatusCode)
}

func TestBrokenIocage(t *testing.T) {
	broken := runnerFunc(func(context.Context, ...string) (server.Output, error) {
		return server.Output{}, errors.New("it was killed: signal: killed")
	})
	tg := start(t, server.Options{Runner: broken})
	require.Equal(t, map[string]any{"code": 500.0, "message": "Internal Server Error: cannot run iocage list: it was killed: signal: killed"},
		tg.dial("admin").call(`{"action":"listjails"}`))
}

func TestGarbledIocage(t *testing.T) {
	garbled := runnerFunc(func(context.Context, ...string) (server.Output, error) {
		return server.Output{Stdout: []byte("\x00\xff\n")}, nil
	})
	tg := start(t, server.Options{Runner: garbled})
	for _, action := range []string{"listjails", "getdefaultsettings"} {
		answer := tg.dial("admin").call(`{"action":"` + action + `"}`).(map[string]any)
		require.Equal(t, 500.0, answer["code"])
		require.Contains(t, answer["message"], `\xff`, "the line is quoted")
	}
}

func TestPanickingIocage(t *testing.T) {
	panics := runnerFunc(func(context.Context, ...string) (server.Output, error) { panic("oops") })
	tg := start(t, server.Options{Runner: panics})
	require.Equal(t, map[string]any{"code": 500.0, "message": "Internal Server Error"},
		tg.dial("admin").call(`{"action":"listjails"}`))
}
