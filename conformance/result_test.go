package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func outcome(level Level, s Status) Outcome {
	return Outcome{Check: Check{ID: "a.b", Level: level}, Status: s}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		name   string
		failOn Level
		checks []Outcome
		want   Verdict
	}{
		{"all pass", Should, []Outcome{outcome(Must, Pass)}, Passes},
		{"a MAY fails", Should, []Outcome{outcome(Must, Pass), outcome(May, Fail)}, Passes},
		{"a SHOULD fails", Should, []Outcome{outcome(Should, Fail)}, Fails},
		{"a SHOULD fails and does not count", Must, []Outcome{outcome(Should, Fail), outcome(Must, Pass)}, Passes},
		{"an error", Should, []Outcome{outcome(Must, Pass), outcome(May, Error)}, Unjudged},
		{"an error and a failure", Should, []Outcome{outcome(Must, Fail), outcome(Must, Error)}, Fails},
		{"nothing was judged", Should, []Outcome{outcome(Must, Skip), outcome(Must, Disabled)}, Unjudged},
		{"nothing at all", Should, nil, Unjudged},
	} {
		require.Equal(t, c.want, Result{FailOn: c.failOn, Checks: c.checks}.Verdict(), c.name)
	}
	require.Equal(t, Unjudged, Result{Checks: []Outcome{outcome(Must, Pass)}, NotRun: 1}.Verdict(), "interrupted")
}

func TestTargetHasNoSecret(t *testing.T) {
	address := &Address{Endpoint: Endpoint{WS: "wss://me:word@host:1/?token=x", REST: "https://host:2", Password: "word"}}
	require.Equal(t, "wss://host:1/ and https://host:2", TargetOf(address).String())
	require.Equal(t, "the command server", TargetOf(&Command{Words: []string{"server", "--password", "word"}}).String())
	require.Equal(t, "the simulated host", TargetOf(&Simulator{}).String())
	require.Equal(t, Target{Kind: "other"}, TargetOf(nil))
}
