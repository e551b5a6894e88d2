package merge_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/merge"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// drawRun is what a run over all checks of an edition could end as.
func drawRun(t *rapid.T, checks []conformance.Check) conformance.Result {
	r := conformance.Result{
		Version: "v1", Target: conformance.Target{Kind: "simulated"}, Editions: edition.Editions,
		Start: time.Unix(1000, 0), Duration: time.Second, FailOn: conformance.Should,
	}
	for _, c := range checks {
		status := rapid.SampledFrom(conformance.Statuses).Draw(t, c.ID)
		r.Checks = append(r.Checks, conformance.Outcome{Check: c, Status: status, Message: "why " + c.ID})
	}
	return r
}

// split does what runs with --shard do, with the outcomes of a whole one.
func split(whole conformance.Result, of int) []conformance.Result {
	shards := make([]conformance.Result, of)
	for i := range shards {
		shards[i] = whole
		shards[i].Shard, shards[i].Checks = conformance.Shard{Number: i + 1, Of: of}, nil
	}
	place := 0
	for _, o := range whole.Checks {
		for i := range shards {
			mine := o
			if o.Status != conformance.Disabled && place%of != i {
				mine = conformance.Outcome{Check: o.Check, Status: conformance.Disabled, Message: "left to the other shards than " + shards[i].Shard.String()}
			}
			shards[i].Checks = append(shards[i].Checks, mine)
		}
		if o.Status != conformance.Disabled {
			place++
		}
	}
	return shards
}

// What has been split is made whole again, in whatever order the parts come; a
// part that is missing is missed, one that is there twice is refused.
func TestResultsAreTheWhole(t *testing.T) {
	checks, err := conformance.List(conformance.Options{Editions: edition.Editions, Run: []string{"query.*"}})
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		whole := drawRun(t, checks)
		of := rapid.IntRange(1, 5).Draw(t, "of")
		shards := rapid.Permutation(split(whole, of)).Draw(t, "shards")
		merged, err := merge.Results(shards)
		require.NoError(t, err)
		require.Equal(t, whole, merged)
		if of == 1 {
			return
		}
		merged, err = merge.Results(shards[1:])
		require.NoError(t, err)
		require.NotEqual(t, conformance.Passes, merged.Verdict())
		require.ErrorContains(t, merged.Unable, "no report of shard "+shards[0].Shard.String())
		require.Len(t, merged.Checks, len(checks)-merged.NotRun)
		_, err = merge.Results(append(shards, shards[0]))
		require.ErrorContains(t, err, "there twice")
	})
}

// An interrupted shard lacks checks; what was judged of it counts.
func TestResultsOfWhatWasInterrupted(t *testing.T) {
	checks, err := conformance.List(conformance.Options{Run: []string{"query.*"}})
	require.NoError(t, err)
	whole := conformance.Result{Editions: []edition.Edition{edition.Default}, FailOn: conformance.Should}
	for _, c := range checks {
		whole.Checks = append(whole.Checks, conformance.Outcome{Check: c, Status: conformance.Pass})
	}
	shards := split(whole, 2)
	shards[1].Checks, shards[1].NotRun, shards[1].EndError = shards[1].Checks[:len(checks)-3], 3, errors.New("interrupted")
	merged, err := merge.Results(shards)
	require.NoError(t, err)
	require.Equal(t, conformance.Unjudged, merged.Verdict())
	require.Equal(t, 3, merged.NotRun)
	require.EqualError(t, merged.EndError, "shard 2/2: interrupted")
	require.GreaterOrEqual(t, len(merged.Checks), len(checks)-3)
}

// What does not belong together must not make a verdict.
func TestResultsRefuse(t *testing.T) {
	checks, err := conformance.List(conformance.Options{Run: []string{"query.*"}})
	require.NoError(t, err)
	for message, spoil := range map[string]func(*conformance.Result){
		"different versions":           func(r *conformance.Result) { r.Version = "v2" },
		"different targets":            func(r *conformance.Result) { r.Target.Kind = "other" },
		"different editions":           func(r *conformance.Result) { r.Editions = nil },
		"different ways":               func(r *conformance.Result) { r.Compat = edition.Reference },
		"different levels":             func(r *conformance.Result) { r.FailOn = conformance.Must },
		"different uses of --no-skips": func(r *conformance.Result) { r.NoSkips = true },
		"of different numbers":         func(r *conformance.Result) { r.Shard.Of = 3 },
		"different selections":         func(r *conformance.Result) { r.Checks = r.Checks[1:] },
		"is there twice":               func(r *conformance.Result) { r.Shard.Number = 1 },
		"was judged in two shards": func(r *conformance.Result) {
			r.Checks = append([]conformance.Outcome{{Check: checks[0], Status: conformance.Fail}}, r.Checks[1:]...)
		},
	} {
		whole := conformance.Result{Version: "v1", Target: conformance.Target{Kind: "simulated"}, Editions: []edition.Edition{edition.Default}, FailOn: conformance.Should}
		for _, c := range checks {
			whole.Checks = append(whole.Checks, conformance.Outcome{Check: c, Status: conformance.Pass})
		}
		shards := split(whole, 2)
		spoil(&shards[1])
		_, err := merge.Results(shards)
		require.ErrorContains(t, err, message)
	}
	whole := conformance.Result{}
	_, err = merge.Results([]conformance.Result{whole})
	require.ErrorContains(t, err, "of no shard")
	_, err = merge.Results(nil)
	require.ErrorContains(t, err, "no result")
}
