package process_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

func shell(script string) process.Command {
	return process.Command{Argv: []string{"sh", "-c", script}}
}

// serves is a program that is ready, and ends when it is asked to.
const serves = `trap 'exit 0' TERM; echo '{"ws":"wss://x"}'; while :; do sleep 0.01; done`

func TestServe(t *testing.T) {
	p, err := shell(serves).Serve(t.Context())
	require.NoError(t, err)
	require.Equal(t, "wss://x", p.Ready.WS)
	bytes, err := process.Memory(p.PID())
	require.NoError(t, err)
	require.Positive(t, bytes)
	used, err := p.End()
	require.NoError(t, err)
	require.Positive(t, used.Peak)
}

func TestServeTellsWhyNot(t *testing.T) {
	for _, test := range []struct {
		name    string
		command process.Command
		want    string
	}{
		{"ends", shell("echo 'the port is taken' >&2; exit 1"), "it printed no ready line: EOF: the port is taken"},
		{"says something else", shell("echo hello; exec sleep 60"), "it printed no ready line: invalid character"},
		{"is not there", process.Command{Argv: []string{"./no/such"}}, "cannot start ./no/such: "},
		{"says nothing", process.Command{Argv: []string{"sleep", "60"}, StartLimit: time.Millisecond}, "it was killed after 1ms"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.command.Serve(t.Context())
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestEndTellsOfAFailure(t *testing.T) {
	p, err := shell(`trap 'echo disk full >&2; exit 3' TERM; echo {}; while :; do sleep 0.01; done`).Serve(t.Context())
	require.NoError(t, err)
	_, err = p.End()
	require.ErrorContains(t, err, "did not end well: exit status 3: disk full")
}

func TestRun(t *testing.T) {
	c := shell(`read -r word; echo "$word $NAME"`)
	c.Env, c.Stdin = []string{"NAME=value"}, "typed\n"
	out, used, err := c.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, "typed value\n", string(out))
	require.Positive(t, used.Took)

	_, _, err = shell("echo oops >&2; exit 4").Run(t.Context())
	require.ErrorContains(t, err, "exit status 4: oops")
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tool"), nil, 0o700))
	path, err := process.Programs(dir).Find("tool")
	require.NoError(t, err)
	require.Equal(t, filepath.Join(dir, "tool"), path)
	_, err = process.Programs(dir).Find("other")
	require.ErrorContains(t, err, "cannot find other, which is to be measured: build it with make build")
	require.Empty(t, process.Revision(path), "it was not built by Go")
}
