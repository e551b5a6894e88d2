package coverage_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/coverage"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// reported is a JSON report of one edition in which the checks ended so.
func reported(statuses map[string]conformance.Status) []byte {
	var checks []map[string]any
	for id, status := range statuses {
		checks = append(checks, map[string]any{"id": id, "edition": edition.Default.Name, "status": status})
	}
	text, _ := json.Marshal(map[string]any{"checks": checks})
	return text
}

// A place is proved if a check of it passed and none went wrong, whatever
// becomes of the others.
func TestScore(t *testing.T) {
	checks, err := conformance.List(conformance.Options{})
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		statuses := map[string]conformance.Status{}
		draw := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		for _, c := range checks {
			if told := draw.IntN(len(conformance.Statuses) + 3); told < len(conformance.Statuses) {
				statuses[c.ID] = conformance.Statuses[told]
			}
		}
		run, err := coverage.ReadRun(reported(statuses))
		require.NoError(t, err)
		require.Equal(t, []edition.Edition{edition.Default}, run.Editions())
		parts, err := run.Score(run.Editions())
		require.NoError(t, err)
		for _, place := range parts[0].Places {
			require.Equal(t, expected(place.Checks, statuses), place.State, place.Name())
		}
	})
}

func expected(checks []string, statuses map[string]conformance.Status) coverage.State {
	count := map[conformance.Status]int{}
	for _, id := range checks {
		count[statuses[id]]++
	}
	switch {
	case len(checks) == 0:
		return coverage.Hole
	case count[conformance.Fail]+count[conformance.Error] > 0:
		return coverage.Failed
	case count[conformance.Pass] > 0:
		return coverage.Proved
	}
	return coverage.Open
}

func TestReadRunRefuses(t *testing.T) {
	for text, why := range map[string]string{
		`<testsuites/>`: "it is not a JSON report of a run",
		`[]`:            "it is not a JSON report of a run",
		`{}`:            "it tells of no check",
		`{"checks":[{"id":"listjails.shape.rest","edition":"2016-02-22","status":"great"}]}`: `unknown status "great"`,
	} {
		_, err := coverage.ReadRun([]byte(text))
		require.ErrorContains(t, err, why, text)
	}
}

func TestScoreRefuses(t *testing.T) {
	run, err := coverage.ReadRun([]byte(`{"checks":[{"id":"no.such.check","edition":"2016-02-22","status":"pass"}]}`))
	require.NoError(t, err)
	_, err = run.Score(run.Editions())
	require.ErrorContains(t, err, "this suite has no check no.such.check")
	_, err = run.Score(edition.Editions[:1])
	require.ErrorContains(t, err, "the run did not judge by it")

	run, err = coverage.ReadRun([]byte(`{"checks":[{"id":"x","edition":"1999","status":"pass"}]}`))
	require.NoError(t, err)
	_, err = run.Score(run.Editions())
	require.ErrorContains(t, err, "no edition that is known here")
}

func FuzzReadRun(f *testing.F) {
	f.Add(reported(map[string]conformance.Status{"listjails.shape.rest": conformance.Pass}))
	f.Add([]byte(`{"checks":null}`))
	f.Fuzz(func(_ *testing.T, text []byte) {
		if run, err := coverage.ReadRun(text); err == nil {
			_, _ = run.Score(run.Editions())
		}
	})
}
