package coverage_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/internal/coverage"
	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

var update = flag.Bool("update", false, "rewrite docs/coverage.md")

// Building the index fails for a check that covers what nobody asks.
func index(t *testing.T) []coverage.Part {
	t.Helper()
	parts, err := coverage.Index(edition.Editions)
	require.NoError(t, err)
	return parts
}

func TestDocsAreFresh(t *testing.T) {
	const file = "../../../docs/coverage.md"
	want := coverage.Markdown(index(t))
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
	}
	text, err := os.ReadFile(file)
	require.NoError(t, err, "write it with -update")
	require.Equal(t, want, string(text), "write it with -update")
}

func TestRequirementsAreNamedOnce(t *testing.T) {
	for _, e := range edition.Editions {
		requirements, err := coverage.Requirements(e)
		require.NoError(t, err)
		seen := map[string]bool{}
		for _, r := range requirements {
			require.False(t, seen[r.Name()], "%s stands twice in %s", r.Name(), e.Name)
			seen[r.Name()] = true
			require.NotEmpty(t, r.Transports, r.Name())
			require.True(t, strings.HasSuffix(r.Text, "."), r.Name())
			require.NotContains(t, r.Text, "%", r.Name())
		}
	}
}

// What there is to prove comes from the contract: all of an edition's actions,
// their parameters and its examples are asked for, whatever checks there are.
func TestRequirementsFollowTheContract(t *testing.T) {
	for _, e := range edition.Editions {
		requirements, err := coverage.Requirements(e)
		require.NoError(t, err)
		asked := func(name string) bool {
			return slices.ContainsFunc(requirements, func(r coverage.Requirement) bool { return r.Name() == name })
		}
		for _, action := range e.Actions {
			require.True(t, asked(action+".form"), action)
			for _, p := range schemas.Parameters(e, action) {
				require.True(t, asked(action+"."+p.Name+".type"), "%s %s", action, p.Name)
			}
		}
		require.Equal(t, e.SettingsByProperty, asked("getjailsettings.prop.present"))
		require.Equal(t, e.Name == "2016-02-05", asked("startjail.example"), "the documents of that edition show it")
	}
}

// A hole without a reason is a check that somebody forgot.
func TestEveryHoleHasAReason(t *testing.T) {
	for _, p := range index(t) {
		for _, place := range p.Places {
			require.Equal(t, place.State == coverage.Hole, place.Reason() != "", "%s over %s in %s: write a check, or the reason why there can be none", place.Name(), place.Transport, p.Edition.Name)
		}
	}
}

func TestEveryCheckCovers(t *testing.T) {
	for _, p := range index(t) {
		for _, place := range p.Places {
			require.Equal(t, len(place.Checks) == 0, place.State == coverage.Hole, place.Name())
		}
		require.Equal(t, len(p.Places), p.Count(coverage.Hole, coverage.Covered))
	}
}
