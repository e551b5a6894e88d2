package right

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
)

// outcomeOf returns the outcome of one check of a result.
func outcomeOf(t *testing.T, r conformance.Result, id string) conformance.Outcome {
	t.Helper()
	i := slices.IndexFunc(r.Checks, func(o conformance.Outcome) bool { return o.Check.ID == id })
	require.GreaterOrEqual(t, i, 0, id)
	return r.Checks[i]
}

// tagless answers listjails without a tag, the first so many times.
func tagless(times int64) *Host {
	var left atomic.Int64
	left.Store(times)
	return &Host{bend: func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			answer, code := run(action, args)
			if action == "listjails" && left.Add(-1) >= 0 {
				for _, row := range answer {
					delete(row.(object), "tag")
				}
			}
			return answer, code
		}
	}}
}

const taglessCheck = "listjails.shape.rest"

func TestKnownFailure(t *testing.T) {
	yesterday, tomorrow := time.Now().AddDate(0, 0, -1), time.Now().AddDate(0, 0, 1)
	for _, c := range []struct {
		name    string
		wrong   int64 // how often listjails is answered wrongly
		known   conformance.Known
		verdict conformance.Verdict
		status  conformance.Status
		reason  string
	}{
		{"fails", 99, conformance.Known{ID: taglessCheck, Reason: "why"}, conformance.Passes, conformance.Fail, "why"},
		{"fails, by a glob", 99, conformance.Known{ID: "listjails.sh*.rest", Reason: "why"}, conformance.Passes, conformance.Fail, "why"},
		{"fails, until tomorrow", 99, conformance.Known{ID: taglessCheck, Reason: "why", Until: tomorrow}, conformance.Passes, conformance.Fail, "why"},
		{"fails, until yesterday", 99, conformance.Known{ID: taglessCheck, Reason: "why", Until: yesterday}, conformance.Fails, conformance.Fail, ""},
		{"fails, known of another edition", 99, conformance.Known{ID: taglessCheck, Reason: "why", Edition: "2016-02-01"}, conformance.Fails, conformance.Fail, ""},
		{"passes", 0, conformance.Known{ID: taglessCheck, Reason: "why"}, conformance.Unjudged, conformance.Error, ""},
		{"passes, until yesterday", 0, conformance.Known{ID: taglessCheck, Reason: "why", Until: yesterday}, conformance.Passes, conformance.Pass, ""},
		{"flake passes at once", 0, conformance.Known{ID: taglessCheck, Reason: "why", Retries: 2}, conformance.Passes, conformance.Pass, ""},
		{"flake passes late", 2, conformance.Known{ID: taglessCheck, Reason: "why", Retries: 2}, conformance.Passes, conformance.Pass, "passed on try 3 of 3: why"},
		{"flake never passes", 3, conformance.Known{ID: taglessCheck, Reason: "why", Retries: 2}, conformance.Fails, conformance.Fail, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result := judge(t, conformance.Options{
				Host: tagless(c.wrong), Run: []string{taglessCheck}, Known: []conformance.Known{c.known},
			})
			o := outcomeOf(t, result, taglessCheck)
			require.Equal(t, c.status, o.Status, o.Message)
			require.Equal(t, c.reason, o.Known)
			require.Equal(t, c.verdict, result.Verdict())
			require.NotContains(t, o.Sentence(), `at ""`)
		})
	}
}

// What nobody could judge is not known by that.
func TestKnownFailureThatMatchesNothing(t *testing.T) {
	_, err := conformance.Run(t.Context(), conformance.Options{
		Host: tagless(0), Known: []conformance.Known{{ID: "no.such.check", Reason: "why"}},
	})
	require.ErrorContains(t, err, `the known failure "no.such.check" matches no check`)
}

// A glob does not hide the checks that pass among those that fail.
func TestKnownGlobIsJudgedCheckByCheck(t *testing.T) {
	result := judge(t, conformance.Options{
		Host: tagless(99), Run: []string{"listjails.*"}, Known: []conformance.Known{{ID: "listjails.*", Reason: "why"}},
	})
	require.Equal(t, conformance.Unjudged, result.Verdict())
	require.NotEmpty(t, ids(result, conformance.Error))
	require.Contains(t, ids(result, conformance.Error)[0], "take listjails.* out of the known failures, or name the checks that fail in its place")
	require.False(t, result.Failed())
}
