package fakeiocage_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// transcripts is the folder with recorded runs of the original; it lies beside
// the checkout and is no part of it.
const transcripts = "../../shared/reference/transcripts"

// notImitated is the exit status of subcommands that fakeiocage leaves out.
const notImitated = 70

// A score counts the steps of a scenario.
type score struct{ equal, total, left int }

// TestFidelity replays every recorded run of the original. Steps of imitated
// subcommands must be equal, but for those that differences explains.
func TestFidelity(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(transcripts, "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("no recorded transcripts stand beside the checkout")
	}
	explained := maps.Clone(differences)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			s := replayScenario(t, file, name, explained)
			t.Logf("%d of %d steps equal, %d of subcommands not imitated", s.equal, s.total, s.left)
		})
	}
	require.Empty(t, slices.Sorted(maps.Keys(explained)), "these steps are equal now, or were not replayed: take them from the table")
}

func replayScenario(t *testing.T, file, name string, explained map[string]string) (s score) {
	f, err := fakeiocage.Replay(file)
	require.NoError(t, err)
	for i, step := range f.Steps {
		key := stepKey(name, i)
		switch {
		case step.ExitCode == notImitated:
			s.left++
			continue
		case step.Difference == "":
			s.equal++
		case explained[key] == "":
			t.Errorf("%s %q differs in %s", key, step.Args, step.Difference)
		default:
			delete(explained, key)
		}
		s.total++
	}
	return s
}

func stepKey(scenario string, i int) string {
	index, _ := json.Marshal(i)
	return scenario + " " + string(index)
}
