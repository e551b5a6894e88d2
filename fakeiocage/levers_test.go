package fakeiocage_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// onBoth runs the test on a host in memory and on one in a folder.
func onBoth(t *testing.T, test func(*testing.T, *fakeiocage.Host)) {
	t.Run("memory", func(t *testing.T) {
		h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
		require.NoError(t, err)
		test(t, h)
	})
	t.Run("folder", func(t *testing.T) {
		h, err := fakeiocage.OpenHost(t.TempDir())
		require.NoError(t, err)
		test(t, h)
		require.NoError(t, h.Close())
	})
}

func addFaults(t require.TestingT, h *fakeiocage.Host, text string) {
	set, err := fakeiocage.ParseFaults([]byte(text))
	require.NoError(t, err)
	require.NoError(t, h.AddFaults(set))
}

// A fault counts over several runs, and is named in the calls and in the log.
func TestFaultIsNamed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *fakeiocage.Host) {
		var log bytes.Buffer
		h.LogLevers(&log)
		addFaults(t, h, "faults: [{name: second-start, command: start, jail: www, nth: 2, effect: fail}]")
		runOn(h, noon, []string{"create", "tag=www"})
		runOn(h, noon, []string{"create", "tag=db"})
		_, _, first := runOn(h, noon, []string{"start", "www"})
		runOn(h, noon, []string{"start", "db"})
		runOn(h, noon, []string{"stop", "www"})
		_, stderr, second := runOn(h, noon, []string{"start", "www"})
		require.Equal(t, []int{0, 1}, []int{first, second})
		require.Contains(t, stderr, "! Start                FAILED")

		calls, err := h.Calls()
		require.NoError(t, err)
		require.Len(t, calls, 6)
		for i, c := range calls {
			require.Equal(t, i == 5, len(c.Faults) == 1, "call %d", i)
		}
		require.Equal(t, []string{"second-start"}, calls[5].Faults)
		require.Contains(t, log.String(), "lever: fault second-start (fail) struck `iocage start www`\n")
		status, err := h.Faults()
		require.NoError(t, err)
		require.Equal(t, 2, status[0].Seen)
		require.Equal(t, 1, status[0].Hits)
	})
}

// A fault may strike for weeks: the log keeps the last lines.
func TestLeverLogIsBounded(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "levers.log")
	h, err := fakeiocage.OpenHost(dir)
	require.NoError(t, err)
	defer h.Close()
	require.NoError(t, os.WriteFile(log, make([]byte, 16<<20), 0o644)) // as if it had for weeks
	addFaults(t, h, "faults: [{name: always, command: list, effect: fail}]")
	runOn(h, noon, []string{"list"})
	require.FileExists(t, log+".older")
	text, err := os.ReadFile(log)
	require.NoError(t, err)
	require.Contains(t, string(text), "fault always (fail) struck `iocage list`\n")
	require.Less(t, len(text), 1<<10)
}

// A jail has two names; a fault knows it by both.
func TestFaultKnowsJailByBothNames(t *testing.T) {
	onBoth(t, func(t *testing.T, h *fakeiocage.Host) {
		runOn(h, noon, []string{"create", "tag=www"})
		uuid := describe(t, h).Jails[0].UUID
		addFaults(t, h, "faults: [{name: by-tag, jail: www, effect: fail}, {name: by-uuid, jail: "+uuid+", effect: fail}]")
		for _, name := range []string{"www", uuid} {
			runOn(h, noon, []string{"start", name})
			calls, err := h.Calls()
			require.NoError(t, err)
			require.Equal(t, []string{"by-tag", "by-uuid"}, calls[len(calls)-1].Faults)
		}
	})
}

// A hanging call ends with its context, and is recorded before.
func TestHang(t *testing.T) {
	onBoth(t, func(t *testing.T, h *fakeiocage.Host) {
		addFaults(t, h, "faults: [{name: stuck, effect: hang}]")
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		status := 0
		wg.Go(func() { status = h.Run(ctx, []string{"list"}, fakeiocage.Env{}) })
		require.Eventually(t, func() bool { calls, err := h.Calls(); return err == nil && len(calls) == 1 }, time.Minute, time.Millisecond)
		cancel()
		wg.Wait()
		require.Equal(t, 137, status)
		calls, err := h.Calls()
		require.NoError(t, err)
		require.Len(t, calls, 1)
		require.Nil(t, calls[0].ExitCode)
	})
}

// A slow call whose caller has given up does nothing.
func TestSlowEndsWithItsContext(t *testing.T) {
	onBoth(t, func(t *testing.T, h *fakeiocage.Host) {
		addFaults(t, h, "faults: [{name: slow, effect: slow, delay: 1h}]")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.NotZero(t, h.Run(ctx, []string{"create"}, fakeiocage.Env{}))
		require.Empty(t, describe(t, h).Jails)
	})
}

// Any command that dies midway changes nothing.
func TestDieChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
		require.NoError(t, err)
		for _, args := range rapid.SliceOfN(rapid.Custom(commandLine), 0, 6).Draw(t, "before") {
			runOn(h, noon, args)
		}
		before := describe(t, h)
		addFaults(t, h, "faults: [{name: dead, effect: die}]")
		args := rapid.Custom(commandLine).Draw(t, "args")
		out, stderr, status := runOn(h, noon, args)
		require.Equal(t, []any{"", "", 137}, []any{out, stderr, status}, "%q", args)
		require.Equal(t, before, describe(t, h), "%q", args)
	})
}

// The same number, calls and faults give the same host, output and hits.
func TestNumberedHostsAreTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.Uint64().Draw(t, "number")
		commands := rapid.SliceOfN(rapid.Custom(commandLine), 1, 8).Draw(t, "commands")
		first, second := numbered(t, number, commands), numbered(t, number, commands)
		require.Equal(t, first, second)
	})
	require.NotEqual(t, fakeiocage.Seed{}.Numbered(1).Node, fakeiocage.Seed{}.Numbered(2).Node)
	own := fakeiocage.Seed{Node: "d05099728dbf", ClockSeq: "8d45"}
	require.Equal(t, own, own.Numbered(1), "what the seed says stays")
}

// numbered runs the commands on a numbered host at the present time. It returns
// all output and the state.
func numbered(t require.TestingT, number uint64, commands [][]string) string {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed().Numbered(number))
	require.NoError(t, err)
	require.NoError(t, h.FreezeClock())
	require.NoError(t, h.SetClock(fakeiocage.Beginning))
	addFaults(t, h, "seed: 5\nfaults: [{name: odd, effect: fail, probability: 0.3}, {name: noise, effect: garbage, probability: 0.2}]")
	var all bytes.Buffer
	for _, args := range commands {
		out, stderr, status := runOn(h, time.Now(), args)
		fmt.Fprintln(&all, args, out, stderr, status)
	}
	state, err := h.Export()
	require.NoError(t, err)
	return all.String() + string(state)
}

// A state can be restored from a snapshot and, on another host, from a file.
// The other host then behaves the same.
func TestStateComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
		require.NoError(t, err)
		draw := func(label string) [][]string {
			return rapid.SliceOfN(rapid.Custom(commandLine), 1, 6).Draw(t, label)
		}
		runAll(h, draw("first"))
		first := describe(t, h)
		require.NoError(t, h.Snapshot("first"))
		runAll(h, draw("second"))
		exported, err := h.Export()
		require.NoError(t, err)

		other, err := fakeiocage.NewHost(fakeiocage.Seed{})
		require.NoError(t, err)
		require.NoError(t, other.Import(exported))
		again, err := other.Export()
		require.NoError(t, err)
		require.Equal(t, string(exported), string(again))
		third := draw("third")
		require.Equal(t, runAll(h, third), runAll(other, third))
		require.Equal(t, describe(t, h), describe(t, other))

		require.NoError(t, h.Restore("first"))
		require.Equal(t, first, describe(t, h))
	})
}

// runAll runs the commands and returns all that they show.
func runAll(h *fakeiocage.Host, commands [][]string) string {
	var all strings.Builder
	for _, args := range commands {
		out, stderr, status := runOn(h, noon, args)
		fmt.Fprintf(&all, "%q\n%s%s%d\n", args, out, stderr, status)
	}
	return all.String()
}

// A stopped clock shows the same time to every call; a clock that was set runs.
func TestClockOfHost(t *testing.T) {
	onBoth(t, func(t *testing.T, h *fakeiocage.Host) {
		require.NoError(t, h.SetClock(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)))
		clock, err := h.Clock()
		require.NoError(t, err)
		require.False(t, clock.Stands())
		require.Equal(t, 2030, clock.At(time.Now().UTC()).Year())
		require.NoError(t, h.FreezeClock())
		require.NoError(t, h.SetClock(noon))
		out, _, _ := runOn(h, time.Now(), []string{"create"})
		require.Contains(t, out, "(2016-02-05@12:00:00)")
		require.NoError(t, h.AdvanceClock(time.Hour))
		out, _, _ = runOn(h, time.Now(), []string{"create"})
		require.Contains(t, out, "(2016-02-05@13:00:00)")
		require.NoError(t, h.RunClock())
		calls, err := h.Calls()
		require.NoError(t, err)
		require.Equal(t, noon, calls[0].Time.UTC())
		require.ErrorContains(t, h.SetClock(noon.AddDate(-100, 0, 0)), "cannot set the clock to the year 1916")
	})
}

// FuzzImport checks that a state is either refused in one line, or makes a host
// whose export makes the same host again.
func FuzzImport(f *testing.F) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(f, err)
	addFaults(f, h, "faults: [{name: a, effect: fail}]")
	require.NoError(f, h.Snapshot("a"))
	whole, err := h.Export()
	require.NoError(f, err)
	f.Add(whole)
	f.Add([]byte(`{"format":1}`))
	f.Add([]byte("format: 1\nclock: {frozen: 2016-02-05T12:00:00Z}\nsnapshots: {a: {}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
		require.NoError(t, err)
		before := describe(t, h)
		if err := h.Import(data); err != nil {
			require.NotContains(t, err.Error(), "\n")
			require.Equal(t, before, describe(t, h))
			return
		}
		exported, err := h.Export()
		require.NoError(t, err)
		require.NoError(t, h.Import(exported))
		again, err := h.Export()
		require.NoError(t, err)
		require.Equal(t, string(exported), string(again))
	})
}
