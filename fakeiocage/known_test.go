package fakeiocage_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

var steady = [][]string{{"list"}, {"list", "-t"}, {"get", "all", "a"}, {"get", "-r", "tag"}, {"get", "jid", "no-such-jail"}, {"df"}}

// Whatever happens to a host, a known answer is what a run prints.
func TestKnownIsWhatARunPrints(t *testing.T) {
	checkKnown(t, "", rapid.Custom(commandLine), steady)
}

// The rewrite of 2017 keeps to that although its lists may set up the pool.
func TestKnownIsWhatARunOfTheRewritePrints(t *testing.T) {
	lines := rapid.Custom(func(t *rapid.T) []string { return strings.Split(rapid.SampledFrom(rewriteLines).Draw(t, "line"), " ") })
	checkKnown(t, rewrite, lines, [][]string{{"list", "-lh"}, {"get", "-p"}, {"list", "-rRh"}, {"get", "tag", "a"}, {"list", "-q"}, {"df"}})
}

func checkKnown(t *testing.T, dialect string, lines *rapid.Generator[[]string], steady [][]string) {
	env := fakeiocage.Env{Getenv: speaking(dialect)}
	levers := map[string]func(*fakeiocage.Host) error{
		"none":   func(*fakeiocage.Host) error { return nil },
		"clock":  (*fakeiocage.Host).FreezeClock,
		"clear":  func(h *fakeiocage.Host) error { return h.ClearFaults() },
		"reset":  func(h *fakeiocage.Host) error { return h.Reset(fakeiocage.DefaultSeed()) },
		"faults": func(h *fakeiocage.Host) error { return addNthFault(h) },
	}
	rapid.Check(t, func(t *rapid.T) {
		h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
		require.NoError(t, err)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			runAs(h, dialect, noon, lines.Draw(t, "command"))
			lever := rapid.SampledFrom([]string{"none", "clock", "clear", "reset", "faults"}).Draw(t, "lever")
			require.NoError(t, levers[lever](h))
			for range 3 {
				args := rapid.SampledFrom(steady).Draw(t, "steady")
				printed, known := h.Known(args, env)
				stdout, stderr, status := runAs(h, dialect, noon, args)
				if !known {
					continue
				}
				require.Equal(t, []any{stdout, stderr, status}, []any{string(printed.Stdout), string(printed.Stderr), printed.ExitCode}, "%q", args)
			}
		}
	})
}

func addNthFault(h *fakeiocage.Host) error {
	set, err := fakeiocage.ParseFaults([]byte("faults: [{name: second-list, command: list, nth: 2, effect: fail}]"))
	if err != nil {
		return err
	}
	return h.AddFaults(set)
}

// A call with a known answer is recorded by the host's clock.
func TestKnownIsACall(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	require.NoError(t, h.SetClock(noon))
	require.NoError(t, h.FreezeClock())
	runOn(h, noon, []string{"list"})
	require.NoError(t, h.ClearCalls())

	env := fakeiocage.Env{Getenv: func(string) string { return "" }}
	printed, known := h.Known([]string{"list"}, env)
	require.True(t, known)
	require.True(t, strings.HasPrefix(string(printed.Stdout), "JID"), "%s", printed.Stdout)
	require.NoError(t, h.ExpectCalls(1, "list"))
	calls, err := h.Calls()
	require.NoError(t, err)
	require.WithinDuration(t, noon, calls[0].Time, time.Minute)
	require.Equal(t, 0, *calls[0].ExitCode)
	require.Equal(t, "root", calls[0].User)
}

// There is no known answer to a call by another user, one not made since the
// last change, one that a fault matches, or on a host in a folder.
func TestNotKnown(t *testing.T) {
	list := []string{"list"}
	as := func(name, value string) fakeiocage.Env {
		return fakeiocage.Env{Getenv: func(asked string) string { return map[string]string{name: value}[asked] }}
	}
	onBoth(t, func(t *testing.T, h *fakeiocage.Host) {
		memory := t.Name() == "TestNotKnown/memory"
		knows := func(args []string, env fakeiocage.Env) bool {
			_, known := h.Known(args, env)
			return known
		}
		require.False(t, knows(list, fakeiocage.Env{}), "never run")
		runOn(h, noon, list)
		require.Equal(t, memory, knows(list, fakeiocage.Env{}))
		for _, env := range []fakeiocage.Env{as("FAKEIOCAGE_USER", "nobody"), as("RC_PID", "1"), as("FAKEIOCAGE_DIALECT", "other")} {
			require.False(t, knows(list, env))
		}
		runOn(h, noon, []string{"defaults"})
		require.False(t, knows([]string{"defaults"}, fakeiocage.Env{}), "it prints the time")
		runOn(h, noon, []string{"create", "tag=a"})
		require.False(t, knows(list, fakeiocage.Env{}), "there is another jail")
		runOn(h, noon, list)
		require.Equal(t, memory, knows(list, fakeiocage.Env{}))
		addFaults(t, h, "faults: [{name: all-lists, command: list, effect: fail}]")
		runOn(h, noon, list)
		require.False(t, knows(list, fakeiocage.Env{}), "a fault strikes it")
	})
}

// What a host keeps has a limit.
func TestKnownIsBounded(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	runOn(h, noon, []string{"create", "tag=a"})
	line := func(i int) []string {
		return []string{"get", "jid", fmt.Sprint(strings.Repeat("no-such-jail", 1000), i)}
	}
	const calls = 240 // of 24 kB each, the notice that there is no such jail included
	for i := range calls {
		runOn(h, noon, line(i))
	}
	kept := 0
	for i := range calls {
		if _, known := h.Known(line(i), fakeiocage.Env{}); known {
			kept++
		}
	}
	require.Positive(t, kept)
	require.Less(t, kept, 180)
	huge := []string{"get", "jid", strings.Repeat("x", 4<<20)}
	runOn(h, noon, huge)
	_, known := h.Known(huge, fakeiocage.Env{})
	require.False(t, known)
}

// A host with very many jails is listed once, too.
func TestLongListIsKnown(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	for i := range 2 {
		runOn(h, noon, []string{"create", fmt.Sprint("tag=many", i), "count=10000"})
	}
	list := []string{"list"}
	runOn(h, noon, list)
	printed, known := h.Known(list, fakeiocage.Env{})
	require.True(t, known)
	require.Equal(t, 20_001, bytes.Count(printed.Stdout, []byte("\n")))
}

// What one program printed is not known of the other, and what set up the pool
// is not known at all.
func TestKnownIsOfOneProgram(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	as2017 := fakeiocage.Env{Getenv: speaking(rewrite)}
	runOn(h, noon, []string{"df"})
	_, known := h.Known([]string{"df"}, as2017)
	require.False(t, known)

	runAs(h, rewrite, noon, []string{"deactivate", "tank"})
	stdout, _, _ := runAs(h, rewrite, noon, []string{"get", "-p"})
	require.Contains(t, stdout, "Setting up zpool [tank]")
	_, known = h.Known([]string{"get", "-p"}, as2017)
	require.False(t, known, "it would set up the pool again")
	runAs(h, rewrite, noon, []string{"get", "-p"})
	printed, known := h.Known([]string{"get", "-p"}, as2017)
	require.True(t, known)
	require.Equal(t, "tank\n", string(printed.Stdout))
	_, known = h.Known([]string{"defaults"}, as2017)
	require.False(t, known)
}
