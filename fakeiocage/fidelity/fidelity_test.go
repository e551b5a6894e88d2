package fidelity_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/fidelity"
)

var update = flag.Bool("update", false, "write the goldens anew")

// transcripts is the folder with recorded runs of the original; it lies beside
// the checkout and is no part of it.
const transcripts = "../../../shared/reference/transcripts"

// fidelityPage is the page with the figures that TestFidelity measures.
const fidelityPage = "../../docs/fidelity.md"

// TestFidelity replays every recorded run of the original. Each step must be
// equal, but for those that differences explains, and the page must say so.
func TestFidelity(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(transcripts, "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		requireOnPage(t, "differences", differencesTable())
		t.Skip("no recorded transcripts stand beside the checkout")
	}
	unseen := maps.Clone(differences)
	var all []fidelity.Result
	for _, file := range files {
		f, err := fidelity.Replay(file)
		require.NoError(t, err)
		requireExplained(t, strings.TrimSuffix(filepath.Base(file), ".json"), f, unseen)
		all = append(all, f)
	}
	require.Empty(t, slices.Sorted(maps.Keys(unseen)), "these steps are equal now, or were not replayed: take them from the table")
	equal, total := count(all...)
	require.GreaterOrEqual(t, 100*equal, 98*total, "%d of %d steps are equal", equal, total)
	requireOnPage(t, "differences", differencesTable())
	requireOnPage(t, "figures", figuresTable(all))
}

// requireExplained looks for steps that differ without a reason, and removes
// those with a reason from unseen.
func requireExplained(t *testing.T, name string, f fidelity.Result, unseen map[string]string) {
	for i, step := range f.Steps {
		key := fmt.Sprint(name, " ", i)
		switch {
		case step.Difference == "":
		case differences[key] == "":
			t.Errorf("%s %q differs in %s", key, step.Args, step.Difference)
		default:
			delete(unseen, key)
		}
	}
}

func count(all ...fidelity.Result) (equal, total int) {
	for _, f := range all {
		equal += f.Equal()
		total += len(f.Steps)
	}
	return equal, total
}

// figuresTable has a row for each scenario, by dialect, and one for the sum.
func figuresTable(all []fidelity.Result) string {
	var b strings.Builder
	b.WriteString("| dialect | scenario | equal | steps |\n|---|---|---:|---:|\n")
	slices.SortStableFunc(all, func(x, y fidelity.Result) int { return cmp.Compare(x.Dialect, y.Dialect) })
	for _, f := range all {
		equal, total := count(f)
		fmt.Fprintf(&b, "| %s | %s | %d | %d |\n", f.Dialect, f.Scenario, equal, total)
	}
	equal, total := count(all...)
	fmt.Fprintf(&b, "| all | | **%d** | **%d** |\n", equal, total)
	return b.String()
}

func differencesTable() string {
	var b strings.Builder
	b.WriteString("| transcript and step | why |\n|---|---|\n")
	for _, key := range slices.Sorted(maps.Keys(differences)) {
		fmt.Fprintf(&b, "| %s | %s |\n", key, differences[key])
	}
	return b.String()
}

// requireOnPage compares the text between two marks of the page; -update
// rewrites it.
func requireOnPage(t *testing.T, mark, want string) {
	page, err := os.ReadFile(fidelityPage)
	require.NoError(t, err)
	begin, end := "<!-- "+mark+" -->\n", "<!-- end of "+mark+" -->"
	head, rest, ok := strings.Cut(string(page), begin)
	require.True(t, ok, "the page has no mark %q", begin)
	have, tail, ok := strings.Cut(rest, end)
	require.True(t, ok, "the page has no mark %q", end)
	if *update {
		require.NoError(t, os.WriteFile(fidelityPage, []byte(head+begin+want+end+tail), 0o644))
		return
	}
	require.Equal(t, want, have, "the page is stale: go test ./fakeiocage/fidelity -run TestFidelity -update")
}

// Changes made by hand before a step are repeated in the replay.
func TestReplayChangesTheHost(t *testing.T) {
	file := filepath.Join(t.TempDir(), "t.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"dialect":"shell-2016-02-01","host":{"pools":["tank"],"active":"tank","prepared":true},"steps":[
		{"args":["rcboot"],"before":{"host":{"hostid":"moved"}},"stdout":"  or hostid: moved, exiting..\n","stderr":"  INFO: no jails found with property boot=on\n"},
		{"args":["list"],"before":{"host":{"uname":"9.2-RELEASE"}},"stderr":"  ERROR: Unsupported RELEASE found. Please upgrade to 9.3-RELEASE or later.\n","exit_code":1},
		{"args":["list"],"before":{"host":{"pools":"none"}}}]}`), 0o644))
	_, err := fidelity.Replay(file)
	require.ErrorContains(t, err, `step 2: cannot read the description of the host: member "pools" holds a string`)

	text, err := os.ReadFile(file)
	require.NoError(t, err)
	whole := strings.Replace(string(text), `,
		{"args":["list"],"before":{"host":{"pools":"none"}}}`, "", 1)
	require.NoError(t, os.WriteFile(file, []byte(whole), 0o644))
	f, err := fidelity.Replay(file)
	require.NoError(t, err)
	require.Equal(t, 2, f.Equal(), "%v", f.Steps)
}
