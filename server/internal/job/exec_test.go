package job_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/job"
)

// execute runs a program of this host; a cause sent to kill cancels it.
func execute(t *testing.T, grace time.Duration, kill <-chan error, words ...string) (string, int, error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case cause := <-kill:
			cancel(cause)
		case <-done:
		}
	}()
	var out strings.Builder
	group := 0
	code, err := job.Exec{Grace: grace}.Run(ctx, words, &out, func(g int) { group = g })
	if err == nil {
		require.NotZero(t, group)
	}
	return out.String(), code, err
}

func TestExec(t *testing.T) {
	tests := []struct {
		name, prints string
		code         int
		words        []string
	}{
		{"words are passed as they are", "<$HOME>\n<a  b>\n<*>\n", 0, []string{"printf", "<%s>\n", "$HOME", "a  b", "*"}},
		{"stdout and stderr in their order", "1\n2\n3\n", 0, []string{"sh", "-c", "echo 1; echo 2 >&2; echo 3"}},
		{"status", "", 4, []string{"sh", "-c", "exit 4"}},
		{"empty stdin", "", 0, []string{"cat"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, code, err := execute(t, time.Minute, nil, test.words...)
			require.NoError(t, err)
			require.Equal(t, test.prints, out)
			require.Equal(t, test.code, code)
		})
	}
}

func TestExecWithoutStatus(t *testing.T) {
	for want, words := range map[string][]string{
		"/nonexistent/program does not start: ": {"/nonexistent/program", "x"},
		"nosuchprogram does not start: ":        {"nosuchprogram"},
		"/ does not start: ":                    {"/"},
		"it has an empty command":               {},
		"sh was killed: signal: killed":         {"sh", "-c", "kill -9 $$"},
	} {
		_, code, err := execute(t, time.Minute, nil, words...)
		require.ErrorContains(t, err, want)
		require.Equal(t, -1, code)
	}
}

// pidIn waits for a process to write its number into a file.
func pidIn(t *testing.T, file string) (pid int) {
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(file)
		if err == nil {
			pid, err = strconv.Atoi(strings.TrimSuffix(string(text), "\n"))
		}
		return err == nil && strings.HasSuffix(string(text), "\n")
	}, time.Minute, time.Millisecond)
	return pid
}

// gone waits until a process has ended; it may still be a zombie.
func gone(t *testing.T, pid int) {
	require.Eventually(t, func() bool {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) || err == nil && strings.Contains(string(stat), ") Z ")
	}, time.Minute, time.Millisecond)
}

var errEnough = errors.New("enough")

// The whole group ends, including children whose parent has ended.
func TestExecEndsTheGroup(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pid")
	kill := make(chan error)
	go func() { pidIn(t, file); kill <- errEnough }()
	_, code, err := execute(t, time.Minute, kill, "sh", "-c", "(sleep 1000 & echo $! >"+file+"; wait) & wait")
	require.Equal(t, errEnough, err)
	require.Equal(t, -1, code)
	gone(t, pidIn(t, file))
}

// A process that ignores SIGTERM gets SIGKILL, whether or not it holds the
// output open.
func TestExecKillsAfterTheGrace(t *testing.T) {
	for name, redirect := range map[string]string{"with output": "", "without": ">/dev/null 2>&1"} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "pid")
			kill := make(chan error)
			go func() { pidIn(t, file); kill <- errEnough }()
			deaf := "(trap '' TERM; echo $$ >" + file + "; while :; do sleep 0.01; done) " + redirect
			_, _, err := execute(t, 20*time.Millisecond, kill, "sh", "-c", deaf)
			require.Equal(t, errEnough, err)
			gone(t, pidIn(t, file))
		})
	}
}

// A command that ends within the grace can still print.
func TestExecLetsACommandFinish(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pid")
	kill := make(chan error)
	go func() { pidIn(t, file); kill <- errEnough }()
	out, _, err := execute(t, time.Minute, kill, "sh", "-c", "trap 'echo bye; exit 0' TERM; echo $$ >"+file+"; while :; do sleep 0.01; done")
	require.Equal(t, errEnough, err)
	require.True(t, strings.HasSuffix(out, "bye\n"), out)
}

// A service started by a command continues to run, and is waited for no longer
// than the grace.
func TestExecLetsServicesRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pid")
	out, code, err := execute(t, 20*time.Millisecond, nil, "sh", "-c", "sleep 1000 & echo $! >"+file+"; echo started")
	require.NoError(t, err)
	require.Zero(t, code)
	require.Equal(t, "started\n", out)
	pid := pidIn(t, file)
	require.NoError(t, syscall.Kill(pid, 0))
	require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
}

func TestExecFlood(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out := &counter{most: 10 << 20, full: cancel}
	_, err := job.Exec{Grace: time.Minute}.Run(ctx, []string{"yes"}, out, func(int) {})
	require.ErrorIs(t, err, context.Canceled)
}

// A counter signals once when more than a number of bytes was written.
type counter struct {
	n, most int
	full    func()
}

func (c *counter) Write(p []byte) (int, error) {
	before := c.n
	if c.n += len(p); before <= c.most && c.n > c.most {
		c.full()
	}
	return len(p), nil
}
