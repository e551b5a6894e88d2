package floor_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/floor"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/load"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// serve serves the floor until the test ends.
func serve(t *testing.T, argv ...string) process.Ready {
	ctx, cancel := context.WithCancel(t.Context())
	in, out := io.Pipe()
	var serving sync.WaitGroup
	serving.Go(func() { require.NoError(t, floor.Serve(ctx, argv, out)) })
	t.Cleanup(func() { cancel(); serving.Wait() })
	line, err := bufio.NewReader(in).ReadBytes('\n')
	require.NoError(t, err)
	var r process.Ready
	require.NoError(t, json.Unmarshal(line, &r))
	return r
}

// An answer has the size that was asked for, over both transports, again and again.
func TestEcho(t *testing.T) {
	to := serve(t)
	for _, transport := range []load.Transport{load.WebSocket, load.REST} {
		for _, size := range []int{1, 5000, 1 << 20} {
			c, err := transport.OpenFloor(t.Context(), to, load.Question{Action: "listjails"}, size)
			require.NoError(t, err)
			for range 3 {
				n, err := c.Ask()
				require.NoError(t, err)
				require.Equal(t, size, n, transport.Name)
			}
			require.NoError(t, c.Close())
		}
	}
}

// With a command, there is one run for each request.
func TestOneProcessForEachRequest(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "runs")
	to := serve(t, "/bin/sh", "-c", "echo run >> "+runs)
	for _, transport := range []load.Transport{load.WebSocket, load.REST} {
		crowd, err := load.Gather(3, func() (load.Client, error) {
			return transport.OpenFloor(t.Context(), to, load.Question{Action: "listjails"}, 10)
		})
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(runs, nil, 0o600))
		requests, _, err := crowd.Ask(0)
		require.NoError(t, err)
		require.Equal(t, 3, requests)
		text, err := os.ReadFile(runs)
		require.NoError(t, err)
		require.Equal(t, "run\nrun\nrun\n", string(text))
		crowd.Close()
	}
}

func TestACommandThatFails(t *testing.T) {
	to := serve(t, "/bin/sh", "-c", "exit 1")
	for _, transport := range []load.Transport{load.WebSocket, load.REST} {
		c, err := transport.OpenFloor(t.Context(), to, load.Question{}, 10)
		require.NoError(t, err)
		_, err = c.Ask()
		require.Error(t, err)
		require.NoError(t, c.Close())
	}
}

func TestExec(t *testing.T) {
	require.NoError(t, floor.Exec(t.Context(), []string{"NAME=value"}, []string{"/bin/sh", "-c", `[ "$NAME" = value ] && echo out`}))
	require.ErrorContains(t, floor.Exec(t.Context(), nil, []string{"/bin/sh", "-c", "exit 3"}), "exit status 3")
	require.ErrorContains(t, floor.Exec(t.Context(), nil, []string{"/no/such"}), "cannot start /no/such")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorContains(t, floor.Exec(ctx, nil, []string{"/bin/sh", "-c", "exec sleep 60"}), "killed")
}
