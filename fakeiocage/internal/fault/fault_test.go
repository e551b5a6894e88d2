package fault_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/fault"
)

func parse(t require.TestingT, text string) fault.Set {
	s, err := fault.Parse([]byte(text))
	require.NoError(t, err, text)
	return s
}

// hits makes the call n times and returns the numbers, from 1, of those that
// were struck.
func hits(s fault.Set, n int, args ...string) (struck []int) {
	counts := map[string]fault.Count{}
	for i := range n {
		if len(s.Strike(args, args[1:], counts)) > 0 {
			struck = append(struck, i+1)
		}
	}
	return struck
}

func TestStrike(t *testing.T) {
	start := []string{"start", "www"}
	tests := []struct {
		name, when string
		args       []string
		want       []int
	}{
		{"always", "", start, []int{1, 2, 3, 4, 5, 6}},
		{"command", "command: start", start, []int{1, 2, 3, 4, 5, 6}},
		{"another command", "command: stop", start, nil},
		{"command by pattern", `command: "s*"`, start, []int{1, 2, 3, 4, 5, 6}},
		{"no command at all", "command: start", []string{""}, nil},
		{"jail", "jail: www", start, []int{1, 2, 3, 4, 5, 6}},
		{"another jail", "jail: db", start, nil},
		{"jail by pattern", `jail: "w?w"`, start, []int{1, 2, 3, 4, 5, 6}},
		{"n-th", "nth: 3", start, []int{3}},
		{"every", "every: 2", start, []int{2, 4, 6}},
		{"times", "times: 2", start, []int{1, 2}},
		{"every and times", "every: 2, times: 1", start, []int{2}},
		{"never", "probability: 0", start, nil},
		{"for certain", "probability: 1", start, []int{1, 2, 3, 4, 5, 6}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			comma := ""
			if tt.when != "" {
				comma = ", "
			}
			s := parse(t, "faults: [{name: x, effect: fail"+comma+tt.when+"}]")
			require.Equal(t, tt.want, hits(s, 6, tt.args...))
		})
	}
}

// Random hits are the same for the same seed, and about as frequent as their
// probability.
func TestProbability(t *testing.T) {
	const text = "faults: [{name: x, effect: fail, probability: 0.3}]"
	first := hits(parse(t, "seed: 1\n"+text), 1000, "list")
	require.Equal(t, first, hits(parse(t, "seed: 1\n"+text), 1000, "list"))
	require.NotEqual(t, first, hits(parse(t, "seed: 2\n"+text), 1000, "list"))
	require.InDelta(t, 300, len(first), 60)
}

// Two faults that strike one call are both in its plan; the first answer is
// used.
func TestSeveralFaults(t *testing.T) {
	s := parse(t, `
faults:
  - {name: slow, effect: slow, delay: 2s}
  - {name: slower, effect: slow, delay: 1s}
  - {name: first, effect: fail, stderr: "first of $TAG\n", exit_code: 4}
  - {name: second, effect: fail, stderr: "second\n"}
`)
	struck := s.Strike([]string{"start", "www"}, nil, map[string]fault.Count{})
	plan := fault.PlanFor(struck, fault.Call{Args: []string{"start", "www"}, Tag: "www"})
	require.Equal(t, []string{"slow", "slower", "first", "second"}, plan.Names)
	require.Equal(t, "3s", plan.Delay.String())
	require.Equal(t, &fault.Answer{Stderr: "first of www\n", ExitCode: 4}, plan.Answer)
}

// A full pool does not stop commands that only read.
func TestOutOfSpaceIsForWriters(t *testing.T) {
	s := parse(t, "faults: [{name: full, effect: enospc}]")
	require.Equal(t, []int{1}, hits(s, 1, "create", "tag=a"))
	require.Empty(t, hits(s, 1, "list"))
	require.False(t, s.MayStrike([]string{"list"}))
	require.False(t, s.MayStrike(nil))
}

func TestWith(t *testing.T) {
	s := parse(t, "seed: 1\nfaults: [{name: a, effect: fail}, {name: b, effect: hang}]")
	s = s.With(parse(t, "faults: [{name: a, effect: die}, {name: c, effect: cut}]"))
	require.EqualValues(t, 1, s.Seed)
	var names []string
	for _, f := range s.Faults {
		names = append(names, f.Name+" "+f.Effect)
	}
	require.Equal(t, []string{"b hang", "a die", "c cut"}, names)
}

func TestFaultsThatCannotBe(t *testing.T) {
	for text, want := range map[string]string{
		"version: 2\nfaults: []":                                    "they have version 2, and this program knows 1",
		"faults: [{effect: fail}]":                                  "number 1 has no name",
		"faults: [{name: x, effect: fail}, {name: x, effect: die}]": `two have the name "x"`,
		"faults: [{name: x}]":                                       `"x": there is no effect ""`,
		"faults: [{name: x, effect: explode}]":                      `there is no effect "explode": use one of cut, die, `,
		"faults: [{name: x, effect: fail, nth: -1}]":                "cannot be negative",
		"faults: [{name: x, effect: fail, probability: 2}]":         "probability 2 is not between 0 and 1",
		"faults: [{name: x, effect: fail, exit_code: 256}]":         "exit_code 256 is not between 0 and 255",
		"faults: [{name: x, effect: slow}]":                         "effect slow needs a delay such as 500ms",
		"faults: [{name: x, effect: slow, delay: soon}]":            `delay "soon" is not a time such as 500ms or 2s`,
		"faults: [{name: x, effect: hang, delay: 1s}]":              "effect hang takes no delay",
		`{"faults":[{"name":"x","effect":"garbage","stdout":"y"}]}`: "effect garbage takes no stdout",
		"faults: [{name: x, effect: fail, when: later}]":            `there is no member "when"`,
		"faults: [{name: x, effect: fetch, files: 1, stderr: no}]":  "effect fetch takes no stderr",
		"faults: [{name: x, effect: fetch, files: one}]":            `member "faults.files" holds a string, not a whole number`,
		"faults: [{name: x, effect: fail, probability: .nan}]":      `member "faults.probability" holds a string`,
		`{"faults":[]} 1`:                                           "something follows the JSON object",
	} {
		_, err := fault.Parse([]byte(text))
		require.ErrorContains(t, err, want, text)
	}
}

// Each effect changes an output as intended, and the same way every time.
func TestEffects(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := fault.Answer{Stdout: rapid.String().Draw(t, "stdout"), Stderr: rapid.String().Draw(t, "stderr"), ExitCode: rapid.IntRange(0, 255).Draw(t, "status")}
		for name, effect := range fault.Effects() {
			text := "faults: [{name: x, effect: " + name
			if name == "slow" {
				text += ", delay: 1s"
			}
			s := parse(t, text+"}]")
			args := []string{"start", "www"}
			if effect.Commands != nil {
				args[0] = effect.Commands[0]
			}
			struck := s.Strike(args, nil, map[string]fault.Count{})
			require.Len(t, struck, 1, name)
			call := fault.Call{Args: args, Number: map[string]int{"x": 1}}
			p, again := fault.PlanFor(struck, call), fault.PlanFor(struck, call)
			require.Equal(t, p.Print(whole), again.Print(whole), name)
			require.Equal(t, p.Answer, again.Answer, name)
			checkPlan(t, name, p, whole)
		}
	})
}

func checkPlan(t require.TestingT, name string, p fault.Plan, whole fault.Answer) {
	printed := p.Print(whole)
	switch name {
	case "cut":
		require.Equal(t, fault.Answer{Stdout: whole.Stdout[:len(whole.Stdout)/2], Stderr: whole.Stderr[:len(whole.Stderr)/2], ExitCode: 137}, printed)
	case "die":
		require.Equal(t, fault.Answer{ExitCode: 137}, printed)
	case "garbage":
		require.GreaterOrEqual(t, len(printed.Stdout), 64)
		require.Equal(t, whole.ExitCode, printed.ExitCode)
	case "invalid-utf8":
		if whole.Stdout != "" {
			require.Contains(t, printed.Stdout, "\x80\xc0\xaf")
		}
		require.Equal(t, whole.ExitCode, printed.ExitCode)
	case "fail", "enospc", "pool-faulted", "pool-unavailable":
		require.NotNil(t, p.Answer, name)
		require.NotEmpty(t, p.Answer.Stderr, name)
		require.NotContains(t, p.Answer.Stdout+p.Answer.Stderr, "$", name)
	default:
		require.Equal(t, whole, printed, name)
		require.Nil(t, p.Answer, name)
	}
}

// FuzzParse checks that faults are either refused in one line, or strike
// without a panic.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"", "{}", "faults: [{name: x, effect: fail}]", `{"seed":1,"faults":[{"name":"x","effect":"slow","delay":"1s","every":2,"probability":0.5}]}`,
		"faults: [{name: x, effect: fetch, files: 9, times: 1}]", "faults: [{name: x, effect: garbage, jail: \"*\", nth: 1}]"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := fault.Parse(data)
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		counts := map[string]fault.Count{}
		for range 3 {
			call := fault.Call{Args: []string{"start", "www"}, Number: map[string]int{}}
			plan := fault.PlanFor(s.Strike(call.Args, []string{"www"}, counts), call)
			plan.Print(fault.Answer{Stdout: "a\nb\n", Stderr: "c"})
		}
	})
}
