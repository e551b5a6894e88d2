package commandline_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/build"
	"github.com/sysadm-go/sysadm/conformance/internal/journal"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// aHost is a simulated host that runs already, as a real one does, with a jail
// to borrow and a jail that nobody may touch.
type aHost struct {
	t               *testing.T
	state, journals string
	ws, rest, ca    string
}

const seed = `{"version": 1, "pools": ["tank", "zroot"], "active": "zroot", "prepared": true, "releases": ["10.2-RELEASE"], "jails": [
	{"uuid": "0bf985de-ca0f-11e5-8d45-d05099728dbf", "tag": "test", "state": "up", "jid": 2, "release": "10.2-RELEASE"},
	{"uuid": "3c1a6e52-ca0f-11e5-8d45-d05099728dbf", "tag": "www", "state": "up", "jid": 1, "release": "10.2-RELEASE"},
	{"uuid": "4d1a6e52-ca0f-11e5-8d45-d05099728dbf", "tag": "conformance-notours-x", "state": "down", "release": "10.2-RELEASE"}]}`

// bin is the folder of the programs of the tests, which are built for the first of them.
var (
	bin      string
	programs = sync.OnceValue(func() error { return build.Programs(bin, "sysadm-sim", "sysadm-conformance") })
)

func startHost(t *testing.T) *aHost {
	t.Helper()
	require.NoError(t, programs())
	dir := t.TempDir()
	h := &aHost{t: t, state: filepath.Join(dir, "state"), journals: filepath.Join(dir, "journals")}
	file := filepath.Join(dir, "seed.json")
	require.NoError(t, os.WriteFile(file, []byte(seed), 0o600))
	cmd := exec.Command(filepath.Join(bin, "sysadm-sim"), "serve", "--state", h.state, "--seed", file, "--password", "secret", "--ws-addr", "127.0.0.1:0", "--rest-addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
		require.NoError(t, cmd.Wait())
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	require.NoError(t, err)
	var ready map[string]any
	require.NoError(t, json.Unmarshal(line, &ready))
	h.ws, h.rest, h.ca = ready["ws"].(string), ready["rest"].(string), ready["ca_file"].(string)
	return h
}

// suite is the program with its password.
func (h *aHost) suite(args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(bin, "sysadm-conformance"), append(args, "--journal", h.journals)...)
	cmd.Env = append(os.Environ(), "SYSADM_PASSWORD=secret", "NO_COLOR=1")
	return cmd
}

// judge is a destructive run.
func (h *aHost) judge(more ...string) *exec.Cmd {
	args := []string{"run", "--ws", h.ws, "--rest", h.rest, "--ca", h.ca, "--user", "admin", "--destructive", "--jail", "test", "--pool", "tank"}
	for _, glob := range []string{"startjail.*", "stopjail.*", "createjail.*", "clonejail.*", "destroyjail.*", "activatepool.*", "settings.*"} {
		args = append(args, "--run", glob)
	}
	return h.suite(append(args, more...)...)
}

// stock is everything that the host has: its jails as they are, and which pool is
// active. What changes with every start of a jail is left out.
func (h *aHost) stock() string {
	out, err := exec.Command(filepath.Join(bin, "sysadm-sim"), "show", "--state", h.state).Output()
	require.NoError(h.t, err)
	var host struct {
		Active, Pools, Releases any
		Jails                   []map[string]any
	}
	require.NoError(h.t, json.Unmarshal(out, &host))
	for _, jail := range host.Jails {
		delete(jail, "jid")
		delete(jail["properties"].(map[string]any), "last_started")
	}
	text, err := json.MarshalIndent(host, "", "  ")
	require.NoError(h.t, err)
	return string(text)
}

// unfinished is the run that the command cleanup lists.
func (h *aHost) unfinished() []journal.Run {
	runs, err := journal.List(h.journals)
	require.NoError(h.t, err)
	var list []journal.Run
	for _, r := range runs {
		if !r.Ended {
			list = append(list, r)
		}
	}
	return list
}

// killAfter starts a run and kills it when its journal has so many records, and
// reports whether it was killed before its end.
func (h *aHost) killAfter(records int) bool {
	cmd := h.judge()
	require.NoError(h.t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case <-ended:
			return false
		case <-time.After(time.Millisecond):
		}
		for _, run := range h.unfinished() {
			text, err := os.ReadFile(filepath.Join(h.journals, run.RunID+".jsonl"))
			require.NoError(h.t, err)
			if bytes.Count(text, []byte("\n")) >= records {
				time.Sleep(rand.N(30 * time.Millisecond)) // at any moment of what is under way
				require.NoError(h.t, cmd.Process.Kill())
				<-ended
				return true
			}
		}
	}
}

// Wherever a run is killed, cleanup makes the host what it was, and a second
// cleanup has nothing to do.
func TestKilledRunIsCleanedUp(t *testing.T) {
	h := startHost(t)
	before, kills := h.stock(), 4
	if testing.Short() {
		kills = 1
	}
	dirty := 0
	for range kills {
		records := 2 + rand.IntN(60)
		if !h.killAfter(records) {
			continue
		}
		if h.stock() != before {
			dirty++
		}
		runs := h.unfinished()
		require.Len(t, runs, 1, "after %d records", records)
		id := runs[0].RunID
		out, err := h.suite("cleanup").CombinedOutput()
		require.NoError(t, err, string(out))
		require.Contains(t, string(out), id)
		out, err = h.suite("cleanup", "--run", id, "--settle", "300ms").CombinedOutput()
		require.NoError(t, err, string(out))
		require.Contains(t, string(out), "nothing of run "+id+" is left")
		require.Equal(t, before, h.stock(), "after %d records: %s", records, out)
		out, err = h.suite("cleanup", "--run", id).CombinedOutput()
		require.NoError(t, err, string(out))
		require.Equal(t, "run "+id+" owes nothing\n", string(out))
		require.Empty(t, h.unfinished())
	}
	t.Logf("%d of %d killed runs had left something", dirty, kills)
}

// An interrupted run gives everything back itself, and says so by its journal.
func TestInterruptedRunOwesNothing(t *testing.T) {
	h := startHost(t)
	before := h.stock()
	cmd := h.judge()
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		runs := h.unfinished()
		return len(runs) == 1 && len(runs[0].Owed) > 0
	}, time.Minute, time.Millisecond)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	require.Error(t, cmd.Wait())
	require.Equal(t, 2, cmd.ProcessState.ExitCode())
	require.Empty(t, h.unfinished())
	require.Equal(t, before, h.stock())
}

// cleanup goes to the host of the run only, while nobody else is at it.
func TestCleanupRefuses(t *testing.T) {
	h := startHost(t)
	if !h.killAfter(3) {
		t.Fatal("the run ended before it was killed")
	}
	id := h.unfinished()[0].RunID
	for name, c := range map[string]struct {
		args    []string
		message string
	}{
		"another host":   {[]string{"--run", id, "--ws", "wss://127.0.0.1:1"}, "it was on --ws"},
		"another target": {[]string{"--run", id, "--exec", "sysadm-sim serve"}, `it was on --ws`},
		"unknown run":    {[]string{"--run", "nosuch"}, `cannot find a journal of run "nosuch"`},
		"empty password": {[]string{"--run", id, "--password-file", os.DevNull, "--user", "admin"}, "cannot use the password"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := h.suite(append([]string{"cleanup"}, c.args...)...)
			if name == "empty password" {
				cmd.Env = append(os.Environ(), "SYSADM_PASSWORD=")
			}
			out, err := cmd.CombinedOutput()
			require.Error(t, err)
			require.Equal(t, 2, cmd.ProcessState.ExitCode())
			require.Contains(t, string(out), c.message)
		})
	}
	out, err := h.suite("cleanup", "--run", id, "--settle", "1ms").CombinedOutput()
	require.NoError(t, err, string(out))
}

// What a killed fuzz has made is destroyed by the same command.
func TestKilledFuzzIsCleanedUp(t *testing.T) {
	h := startHost(t)
	before := h.stock()
	cmd := h.suite("fuzz", "--ws", h.ws, "--rest", h.rest, "--ca", h.ca, "--user", "admin", "--destructive", "--release", "10.2-RELEASE", "--duration", "5m")
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		return strings.Contains(strings.ReplaceAll(h.stock(), "conformance-notours-", ""), "conformance-")
	}, time.Minute, time.Millisecond)
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	runs := h.unfinished()
	require.Len(t, runs, 1)
	out, err := h.suite("cleanup", "--run", runs[0].RunID, "--settle", "300ms").CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "nothing of run "+runs[0].RunID+" is left")
	require.Equal(t, before, h.stock())
	require.Empty(t, h.unfinished())
}

// One that ends by itself owes nothing.
func TestFuzzOwesNothing(t *testing.T) {
	h := startHost(t)
	before := h.stock()
	out, err := h.suite("fuzz", "--ws", h.ws, "--rest", h.rest, "--ca", h.ca, "--user", "admin", "--destructive", "--release", "10.2-RELEASE",
		"--sequences", "2", "--steps", "60").CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, before, h.stock())
	runs, err := journal.List(h.journals)
	require.NoError(t, err)
	require.Len(t, runs, 1)
	require.True(t, runs[0].Ended)
}

// A jail outlives its clones, so that a line of seven takes as many rounds.
func TestClonesOfClonesAreDestroyed(t *testing.T) {
	h := startHost(t)
	before := h.stock()
	config, err := probe.Trust{CAFile: h.ca}.Config()
	require.NoError(t, err)
	a := attendant.New(probe.Server{WS: h.ws, REST: h.rest, TLS: config, Timeout: time.Minute}, "admin", "secret", edition.Default)
	defer a.Close()
	source := "test"
	for _, tag := range []string{"conformance-line-g", "conformance-line-f", "conformance-line-e", "conformance-line-d", "conformance-line-c", "conformance-line-b", "conformance-line-a"} {
		_, err := a.Ask(t.Context(), "clonejail", "jail", source, "props", "tag="+tag)
		require.NoError(t, err)
		source = tag
	}
	require.NotEqual(t, before, h.stock())
	require.NoError(t, a.DestroyJails(t.Context(), "conformance-line-", nil))
	require.Equal(t, before, h.stock())
}
