// Package iocagetest gives a Go test an imitated host of its own, with an
// iocage on PATH for the programs that the test runs.
//
// The test binary itself plays iocage, so nothing has to be built or installed.
// That takes one line in TestMain:
//
//	func TestMain(m *testing.M) { os.Exit(iocagetest.Run(m)) }
//
//	func TestBackupStopsTheDatabase(t *testing.T) {
//		t.Parallel()
//		host := iocagetest.New(t, fakeiocage.Seed{Active: "tank", Contents: fakeiocage.Contents{
//			Jails: []fakeiocage.Jail{{Tag: "db", State: "up"}},
//		}})
//		require.NoError(t, host.Command("sh", "backup.sh").Run())
//		host.Expect(1, "stop", "db")
//	}
//
// Every host has a state folder of its own: tests that run in parallel do not
// see each other.
package iocagetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// playing tells the test binary that it was started as iocage.
const playing = "FAKEIOCAGE_PLAYING"

var prepared atomic.Bool

// Run runs the tests and returns the exit status for os.Exit. If the test
// binary was started as iocage, it acts as iocage instead. m is a *testing.M,
// or anything else that runs tests.
func Run(m interface{ Run() int }) int {
	if os.Getenv(playing) != "" {
		return fakeiocage.Main(os.Args[1:], fakeiocage.OSEnv())
	}
	prepared.Store(true)
	return m.Run()
}

// A Host is an imitated host in a folder of a test. Commands and the methods of
// fakeiocage.Host act on the same host.
type Host struct {
	*fakeiocage.Host

	t   testing.TB
	bin string // holds iocage
}

// New returns a host in the state of the seed. It is removed at the end of the
// test. It fails the test when TestMain does not call Run.
func New(t testing.TB, seed fakeiocage.Seed) *Host {
	t.Helper()
	if !prepared.Load() {
		t.Fatal("iocagetest: cannot play iocage: write func TestMain(m *testing.M) { os.Exit(iocagetest.Run(m)) }")
	}
	dir := t.TempDir()
	state, bin := filepath.Join(dir, "state"), filepath.Join(dir, "bin")
	host, err := fakeiocage.OpenHost(state)
	if err == nil {
		err = host.Reset(seed)
	}
	if err == nil {
		err = install(bin, state)
	}
	if err != nil {
		t.Fatalf("iocagetest: %v", err)
	}
	t.Cleanup(func() {
		if err := host.Close(); err != nil {
			t.Errorf("iocagetest: %v", err)
		}
	})
	return &Host{Host: host, t: t, bin: bin}
}

// install makes an iocage that knows its state folder, even if its caller
// changes the environment. GORACE keeps a test binary with the race detector
// from waiting a second at exit.
func install(bin, state string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("cannot find the test binary: %w", err)
	}
	if err := os.Mkdir(bin, 0o755); err != nil {
		return err
	}
	script := "#!/bin/sh\n" + playing + "=1 FAKEIOCAGE_STATE=" + quote(state) +
		" GORACE=\"${GORACE:-atexit_sleep_ms=10}\" exec " + quote(self) + " \"$@\"\n"
	return writeProgram(filepath.Join(bin, "iocage"), script)
}

// writeProgram lets no process start while the file is open. A child would
// inherit the open file until it runs its own program, and a file that is open
// for writing cannot be run.
func writeProgram(path, script string) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return os.WriteFile(path, []byte(script), 0o755)
}

func quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// Path is the host's iocage.
func (h *Host) Path() string { return filepath.Join(h.bin, "iocage") }

// Environ is the environment of the test with the host's iocage first on PATH.
func (h *Host) Environ() []string {
	return append(os.Environ(), "PATH="+h.bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// Command returns a command, iocage or a program that runs it, which finds this
// host's iocage first. It is killed when the test ends.
func (h *Host) Command(name string, args ...string) *exec.Cmd {
	return h.CommandContext(h.t.Context(), name, args...)
}

// CommandContext is Command with a context of the caller's.
func (h *Host) CommandContext(ctx context.Context, name string, args ...string) *exec.Cmd {
	if name == "iocage" {
		name = h.Path()
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = h.Environ()
	return cmd
}

// Setenv puts the host's iocage first on the PATH of the whole test process,
// until the test ends. A test that runs in parallel cannot do that: it uses
// Command or Environ.
func (h *Host) Setenv() {
	h.t.Helper()
	h.t.Setenv("PATH", h.bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// Calls returns what was run on the host, the oldest first.
func (h *Host) Calls() []fakeiocage.Call {
	h.t.Helper()
	calls, err := h.Host.Calls()
	if err != nil {
		h.t.Fatalf("iocagetest: %v", err)
	}
	return calls
}

// Expect fails the test unless exactly times of the host's calls match the
// patterns, or at least one where times is negative: see
// fakeiocage.Host.ExpectCalls.
func (h *Host) Expect(times int, patterns ...string) {
	h.t.Helper()
	if err := h.ExpectCalls(times, patterns...); err != nil {
		h.t.Error(err)
	}
}
