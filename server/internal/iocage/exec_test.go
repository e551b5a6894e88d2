package iocage_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// TestMain lets the test binary act as a program that misbehaves on demand.
func TestMain(m *testing.M) {
	if part := os.Getenv("PLAY_IOCAGE"); part != "" {
		play(part)
	}
	os.Exit(m.Run())
}

func play(part string) {
	switch part {
	case "arguments":
		stdin, _ := io.ReadAll(os.Stdin)
		folder, _ := os.Getwd()
		fmt.Printf("%q stdin=%q rc=%t in %s, %s\n", os.Args[1:], stdin, os.Getenv("RC_PID") != "", folder, os.Getenv("LC_ALL"))
		fmt.Fprintln(os.Stderr, "beside")
		os.Exit(3)
	case "hang":
		time.Sleep(time.Hour)
	case "stubborn":
		signal.Ignore(syscall.SIGTERM)
		time.Sleep(time.Hour)
	case "stubborn child":
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "PLAY_IOCAGE=stubborn")
		child.Stdout = os.Stdout
		_ = child.Start()
		_ = os.WriteFile(os.Getenv("PLAY_PIDFILE"), fmt.Append(nil, child.Process.Pid), 0o600)
		_ = child.Wait()
	case "daemon":
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "PLAY_IOCAGE=hang")
		child.Stdout = os.Stdout
		_ = child.Start()
		_ = os.WriteFile(os.Getenv("PLAY_PIDFILE"), fmt.Append(nil, child.Process.Pid), 0o600)
		fmt.Println("started")
	case "chatty daemon":
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "PLAY_IOCAGE=chat")
		child.Stdout = os.Stdout
		_ = child.Start()
		fmt.Println("started")
	case "chat":
		for {
			if _, err := fmt.Println("still here"); err != nil {
				os.Exit(0)
			}
			time.Sleep(time.Millisecond)
		}
	case "talkative":
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "PLAY_IOCAGE=hang")
		child.Stdout = os.Stdout
		_ = child.Start()
		_ = os.WriteFile(os.Getenv("PLAY_PIDFILE"), fmt.Append(nil, child.Process.Pid), 0o600)
		fmt.Print(strings.Repeat("x", 40_000))
	case "server":
		e := iocage.Exec{Program: os.Args[0]}
		os.Setenv("PLAY_IOCAGE", "hang with its pid")
		_, _ = e.Run(context.Background(), "list")
	case "hang with its pid":
		_ = os.WriteFile(os.Getenv("PLAY_PIDFILE"), fmt.Append(nil, os.Getpid()), 0o600)
		time.Sleep(time.Hour)
	case "flood":
		for line := bytes.Repeat([]byte("x"), 1<<16); ; {
			if _, err := os.Stdout.Write(line); err != nil {
				os.Exit(0)
			}
		}
	case "killed":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	os.Exit(0)
}

// plays returns an Exec that runs the test binary in a part.
func plays(t *testing.T, part string) iocage.Exec {
	t.Setenv("PLAY_IOCAGE", part)
	self, err := os.Executable()
	require.NoError(t, err)
	return iocage.Exec{Program: self}
}

func TestExec(t *testing.T) {
	t.Setenv("LC_ALL", "de_DE.UTF-8")
	out, err := plays(t, "arguments").Run(t.Context(), "start", "a b", "$(reboot)", "")
	require.NoError(t, err)
	require.Equal(t, `["start" "a b" "$(reboot)" ""] stdin="" rc=true in /, C`+"\n", string(out.Stdout))
	require.Equal(t, "beside\n", string(out.Stderr))
	require.Equal(t, 3, out.ExitCode)
}

func TestExecMissing(t *testing.T) {
	e := iocage.Exec{Program: filepath.Join(t.TempDir(), "iocage")}
	require.ErrorIs(t, e.Available(), iocage.ErrNotInstalled)
	_, err := e.Run(t.Context(), "list")
	require.ErrorIs(t, err, iocage.ErrNotInstalled)
}

// A path is relative to the server's working folder, although the program runs
// in another.
func TestExecOfARelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("iocage", []byte("#!/bin/sh\npwd\n"), 0o755))
	out, err := iocage.Exec{Program: "./iocage"}.Run(t.Context(), "list")
	require.NoError(t, err)
	require.Equal(t, "/\n", string(out.Stdout))
}

func TestExecThatDoesNotStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "iocage")
	require.NoError(t, os.WriteFile(path, []byte("#!/no/such/interpreter\n"), 0o755))
	_, err := iocage.New(iocage.Exec{Program: path}, iocage.Options{}).List(t.Context())
	require.ErrorContains(t, err, "cannot run iocage list: it does not start: ")
}

func TestExecKilled(t *testing.T) {
	_, err := plays(t, "killed").Run(t.Context(), "list")
	require.EqualError(t, err, "it was killed: signal: killed")
}

func TestExecFlood(t *testing.T) {
	e := plays(t, "flood")
	e.MaxOutput = 1 << 20
	_, err := e.Run(t.Context(), "list")
	require.EqualError(t, err, "it printed more than 1048576 bytes and was ended")
}

func TestExecHangs(t *testing.T) {
	c := iocage.New(plays(t, "hang"), iocage.Options{Timeout: 50 * time.Millisecond})
	_, err := c.List(t.Context())
	require.ErrorIs(t, err, iocage.ErrTimeout)
}

// Ending a command ends its whole group, including processes that ignore
// SIGTERM.
func TestExecEndsTheGroup(t *testing.T) {
	pid := childPID(t)
	e := plays(t, "stubborn child")
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { pid.await(); cancel() })
	_, err := e.Run(ctx, "list")
	wg.Wait()
	require.ErrorIs(t, err, context.Canceled)
	require.Eventually(t, func() bool { return syscall.Kill(pid.await(), 0) == syscall.ESRCH || zombie(pid.await()) },
		5*time.Second, time.Millisecond)
}

// A jail's services that hold the output open do not delay the answer, and
// continue to run.
func TestExecLeavesDaemons(t *testing.T) {
	pid := childPID(t)
	out, err := plays(t, "daemon").Run(t.Context(), "start", "www")
	require.NoError(t, err)
	require.Equal(t, "started\n", string(out.Stdout))
	require.NoError(t, syscall.Kill(pid.await(), syscall.SIGKILL), "it lived on")
}

// All output of the command itself is returned, even if other processes hold
// the pipe.
func TestExecReadsToTheEnd(t *testing.T) {
	for range 20 {
		pid := childPID(t)
		out, err := plays(t, "talkative").Run(t.Context(), "start", "www")
		require.NoError(t, err)
		require.Len(t, out.Stdout, 40_000)
		require.NoError(t, syscall.Kill(pid.await(), syscall.SIGKILL))
	}
}

// Services that print all the time do not delay the answer.
func TestExecHearsNoDaemons(t *testing.T) {
	out, err := plays(t, "chatty daemon").Run(t.Context(), "start", "www")
	require.NoError(t, err)
	require.Contains(t, string(out.Stdout), "started\n")
}

// A pidFile is where a played program writes the process id of its child.
type pidFile struct {
	t    *testing.T
	path string
}

func childPID(t *testing.T) pidFile {
	path := filepath.Join(t.TempDir(), "pid")
	t.Setenv("PLAY_PIDFILE", path)
	return pidFile{t, path}
}

func (p pidFile) await() (pid int) {
	for {
		text, _ := os.ReadFile(p.path)
		if _, err := fmt.Sscan(string(text), &pid); err == nil {
			return pid
		}
		runtime.Gosched()
	}
}

// zombie reports whether a process has ended but was not yet collected.
func zombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && bytes.Contains(stat, []byte(") Z "))
}
