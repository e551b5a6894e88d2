package report_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

func TestHumanReportHasNoControlCharacters(t *testing.T) {
	var b strings.Builder
	report.Text(&b, report.Style{}, resultOf(outcome(conformance.Must, conformance.Fail, anyBytes)))
	require.NotContains(t, b.String(), "\x1b")
	require.NotContains(t, b.String(), "\x00")
	require.Contains(t, b.String(), "FAIL MUST a.b")
}

func TestHumanReportTellsTheFirstFailuresInFullOnly(t *testing.T) {
	for _, c := range []struct {
		failures, inFull int
		style            report.Style
	}{{failures: 20, inFull: 20}, {failures: 21, inFull: 20}, {failures: 400, inFull: 20},
		{failures: 400, inFull: 400, style: report.Style{Verbose: true}}} {
		outcomes := make([]conformance.Outcome, c.failures)
		for i := range outcomes {
			outcomes[i] = outcome(conformance.Must, conformance.Fail, "a value is wrong")
		}
		var b strings.Builder
		report.Text(&b, c.style, resultOf(outcomes...))
		require.Equal(t, c.inFull, strings.Count(b.String(), "FAIL MUST a.b"))
		require.Equal(t, c.failures-c.inFull, strings.Count(b.String(), "fail   MUST"))
		require.Equal(t, c.failures > c.inFull, strings.Contains(b.String(), "failures above that have a line each"))
	}
}

// The check during which a server ended has failed; those that could not be judged
// for that reason come after it.
func TestHumanReportTellsFailuresBeforeErrors(t *testing.T) {
	var b strings.Builder
	report.Text(&b, report.Style{}, resultOf(outcome(conformance.Must, conformance.Error, "cannot reach the server"),
		outcome(conformance.Must, conformance.Fail, "the exchange broke off")))
	require.Less(t, strings.Index(b.String(), "FAIL MUST a.b"), strings.Index(b.String(), "ERROR MUST a.b"))
}

// The counts have known failures, too: the verdict says how many it leaves out.
func TestHumanReportTellsOfKnownFailuresAside(t *testing.T) {
	known := outcome(conformance.Must, conformance.Fail, "a value is wrong")
	known.Known = "why"
	for want, outcomes := range map[string][]conformance.Outcome{
		"s)\n":                                  {outcome(conformance.Must, conformance.Pass, "")},
		"s), one known failure aside\n":         {known},
		"s), 2 known failures aside\n":          {known, known},
		"fails (2s), one known failure aside\n": {known, outcome(conformance.Must, conformance.Fail, "a value is wrong")},
	} {
		var b strings.Builder
		report.Text(&b, report.Style{}, resultOf(outcomes...))
		require.True(t, strings.HasSuffix(b.String(), want), b.String())
	}
}
