package right

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Every wrong server must be failed by a MUST or a SHOULD: that is why the
// verdict on a right one is worth something. Each is judged by the check made
// for it; with SYSADM_ALL_CHECKS=1 by all, which also tells how many notice.
func TestMutantsAreFailed(t *testing.T) {
	if race.Detector {
		t.Skip("hundreds of runs prove nothing more of the suite's goroutines than others do: make test runs them without the race detector")
	}
	require.Greater(t, len(mutants), 40)
	seen := map[string]bool{}
	for _, m := range mutants {
		require.False(t, seen[m.name], "mutant %q stands twice", m.name)
		seen[m.name] = true
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			o := conformance.Options{Host: &m.host, Editions: m.editions(), Run: []string{m.caught}, Timeout: 10 * time.Second}
			if os.Getenv("SYSADM_ALL_CHECKS") != "" {
				o.Run = nil
			}
			result, err := conformance.Run(t.Context(), o)
			require.NoError(t, err)
			require.True(t, result.Failed(), "no check notices: %v", ids(result, conformance.Error))
			require.Equal(t, conformance.Fails, result.Verdict())
			t.Log(fmt.Sprint(result.Count(conformance.Fail)), "checks notice, for example", ids(result, conformance.Fail)[0])
		})
	}
}

// The check that is to notice a mutant passes on the right server: otherwise
// it would notice anything.
func TestMutantsNameChecksThatPass(t *testing.T) {
	if race.Detector {
		t.Skip("the detector has watched these checks on the server in the other style: make test runs them without")
	}
	t.Parallel()
	for _, e := range []edition.Edition{edition.Default, lastMutants[0].edition} {
		var globs []string
		for _, m := range mutants {
			if m.editions()[0].Name == e.Name {
				globs = append(globs, m.caught)
			}
		}
		result := judge(t, conformance.Options{Host: &Host{}, Editions: []edition.Edition{e}, Run: globs})
		require.Equal(t, conformance.Passes, result.Verdict(), "%s %v", e.Name, ids(result, conformance.Fail))
	}
}
