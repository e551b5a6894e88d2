package mutant_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/mutant"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

var update = flag.Bool("update", false, "rewrite docs/mutants.md")

// Names are unique and everything is told that people need.
func TestMutantsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range mutant.All() {
		require.False(t, seen[m.Name], "%s stands twice", m.Name)
		seen[m.Name] = true
		require.Regexp(t, regexp.MustCompile(`^[A-Za-z0-9_.-]+$`), m.Name)
		require.NotEmpty(t, m.Wrong, m.Name)
		require.NotContains(t, m.Wrong, "|", m.Name)
		require.NotEmpty(t, m.Caught, m.Name)
	}
	require.Greater(t, len(seen), 120)
}

// Each edition has its own part of them.
func TestMutantsOfEditions(t *testing.T) {
	var counts []int
	for _, e := range edition.Editions {
		n := 0
		for _, m := range mutant.All() {
			if m.In(e, edition.Documented) {
				n++
			}
		}
		counts = append(counts, n)
	}
	require.Greater(t, counts[0], 120)
	require.Less(t, counts[0], counts[1])
	require.Less(t, counts[1], counts[2])
}

func TestSelect(t *testing.T) {
	chosen, err := mutant.Select([]string{"token.*", "tls.plain"})
	require.NoError(t, err)
	require.Greater(t, len(chosen), 5)
	_, err = mutant.Select([]string{"no.such.*"})
	require.ErrorContains(t, err, "matches none")
}

// A sample of every kind of bend is noticed by the checks made for it; all of
// them are judged by make mutants.
func TestSampleIsKilled(t *testing.T) {
	sample, err := mutant.Select([]string{
		"listjails.jid.number", "message.id.dropped", "getjailsettings.cut", "startjail.unchanged", "listjails.stale", "id.seventh",
		"reply.twice", "login.none.rest", "token.any", "token.cleared", "rest.status.200", "tls.1.0", "tls.plain", "rest.http2", "origin.any",
		"error.401.403", "event.end.twice", "event.order", "query.values.boolean", "iocage.start", "near.second.connection", "INFO.500",
	})
	require.NoError(t, err)
	reports, err := mutant.Judge(t.Context(), mutant.Options{Mutants: sample, Sim: sim})
	require.NoError(t, err)
	require.Len(t, reports, len(sample))
	for _, r := range reports {
		require.True(t, r.Killed() && r.Hinted, mutant.Line(r))
	}
	require.True(t, mutant.NewScore(nil, reports).Good())
}

// A server that is not wrong is told to have survived.
func TestSurvivor(t *testing.T) {
	if race.Detector {
		t.Skip("a survivor is judged by the whole suite, the sample by a few checks: make test runs it without the race detector")
	}
	reports, err := mutant.Judge(t.Context(), mutant.Options{
		Mutants: []mutant.Mutant{{Name: "right", Caught: []string{"rest.type"}}}, Sim: sim,
		Timeout: time.Minute, // what is right answers at last, however busy the machine is
	})
	require.NoError(t, err)
	score := mutant.NewScore(nil, reports)
	require.False(t, score.Good(), mutant.Line(reports[0]))
	require.Equal(t, "killed 0 of 1 wrong servers\nSURVIVED right\n", score.Text())
	require.Contains(t, mutant.Line(reports[0]), "SURVIVED")
}

// Every check that is to notice a mutant is there.
func TestHintsMatch(t *testing.T) {
	checks, err := conformance.List(conformance.Options{Editions: edition.Editions})
	require.NoError(t, err)
	var ids []string
	for _, c := range checks {
		ids = append(ids, c.ID)
	}
	all := strings.Join(ids, "\n")
	for _, m := range mutant.All() {
		found := false
		for _, glob := range m.Caught {
			re := "(?m)^" + strings.ReplaceAll(regexp.QuoteMeta(glob), `\*`, ".*") + "$"
			found = found || regexp.MustCompile(re).MatchString(all)
		}
		require.True(t, found, "%s: no check matches %v", m.Name, m.Caught)
	}
}

// The published table is that of the program.
func TestPageIsFresh(t *testing.T) {
	const file = "../../../docs/mutants.md"
	const mark = "<!-- written by go test ./conformance/internal/mutant -run Page -update -->\n"
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	head, _, found := strings.Cut(string(text), mark)
	require.True(t, found, "the mark is gone")
	want := head + mark + page()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
		return
	}
	require.Equal(t, want, string(text), "docs/mutants.md is stale: run the test with -update")
}
