package commandline_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/commandline"
)

// misuse is the script command "misuse REGEXP ARG...": the program, called with
// these arguments, says one sentence on standard error that matches, nothing on
// standard output, and exits with status 2.
func misuse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: misuse REGEXP ARG...")
	}
	err := ts.Exec("sysadm-conformance", args[1:]...)
	stdout, stderr := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	var exit *exec.ExitError
	switch {
	case !errors.As(err, &exit) || exit.ExitCode() != 2:
		ts.Fatalf("exit status: %v, want 2\n%s%s", err, stdout, stderr)
	case stdout != "":
		ts.Fatalf("standard output: %s", stdout)
	case strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "sysadm-conformance: "):
		ts.Fatalf("standard error is not one sentence: %s", stderr)
	case !regexp.MustCompile(args[0]).MatchString(stderr):
		ts.Fatalf("standard error: %s", stderr)
	}
}

// address is the script command "address": it reads the ready line of
// right-sim in ready.json, and sets $WS, $REST, and $RESTWS, the address of the
// REST port as if it were the other one.
func address(ts *testscript.TestScript, _ bool, _ []string) {
	var ready struct{ WS, REST string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("ready.json")), &ready))
	ts.Setenv("WS", ready.WS)
	ts.Setenv("REST", ready.REST)
	ts.Setenv("RESTWS", "wss"+strings.TrimPrefix(ready.REST, "https"))
}

// A command that nobody knows is misuse, too, for each of those there are.
func TestMisuseOfCommands(t *testing.T) {
	for _, args := range [][]string{{"judge"}, {}, {"--nosuch"}} {
		var out, err strings.Builder
		code := commandline.Main(args, commandline.Env{Stdout: &out, Stderr: &err, Getenv: func(string) string { return "" }})
		require.Equal(t, 2, code)
		require.Empty(t, out.String())
		require.Regexp(t, `^sysadm-conformance: .+\n$`, err.String())
	}
}

// Who closes standard output, or stops the program, has no verdict.
func TestNobodyListens(t *testing.T) {
	program := func(args ...string) (cmd *exec.Cmd, stdout io.ReadCloser, stderr *strings.Builder) {
		cmd = exec.CommandContext(t.Context(), "sysadm-conformance", append([]string{"run", "--sim", "right-sim"}, args...)...)
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		stderr = &strings.Builder{}
		cmd.Stderr = stderr
		require.NoError(t, cmd.Start())
		return cmd, stdout, stderr
	}
	status := func(cmd *exec.Cmd) int {
		var exit *exec.ExitError
		require.ErrorAs(t, cmd.Wait(), &exit)
		return exit.ExitCode()
	}

	cmd, stdout, stderr := program("--run", "query.*")
	require.NoError(t, stdout.Close())
	require.Equal(t, 2, status(cmd), stderr)
	require.Contains(t, stderr.String(), "cannot write to standard output")
	require.Contains(t, stderr.String(), "broken pipe")

	cmd, stdout, stderr = program("--verbose", "--parallel", "1")
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadString('\n')
	require.NoError(t, err)
	require.Regexp(t, `^pass `, first)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	rest, err := io.ReadAll(lines)
	require.NoError(t, err)
	require.Equal(t, 2, status(cmd), stderr)
	require.Contains(t, stderr.String(), "cannot finish the run: interrupt")
	require.Regexp(t, `(?m)^\d+ checks were not run$`, string(rest))
	require.Contains(t, string(rest), "the server could not be judged")
}
