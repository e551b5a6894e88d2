package fakeiocage_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/replay"
)

// transcripts is the folder with recorded runs of the original; it lies beside
// the checkout and is no part of it.
const transcripts = "../../shared/reference/transcripts"

// notImitated is the exit status of subcommands that fakeiocage leaves out.
const notImitated = 70

// fake is the imitated command under replay.
type fake struct {
	host    *fakeiocage.Host
	dialect string
	clock   time.Time
}

func (f *fake) Change(b replay.Before) error {
	if len(b.PoolComment) == 0 {
		return nil
	}
	seed, err := f.host.Describe()
	if err != nil {
		return err
	}
	if seed.Comments == nil {
		seed.Comments = map[string]string{}
	}
	maps.Copy(seed.Comments, b.PoolComment)
	return f.host.Reset(seed)
}

func (f *fake) Run(s replay.Step) (replay.Answer, error) {
	f.clock = f.clock.Add(time.Second)
	var stdout, stderr bytes.Buffer
	vars := map[string]string{"FAKEIOCAGE_USER": s.User, "FAKEIOCAGE_DIALECT": f.dialect}
	maps.Copy(vars, s.Env)
	status := f.host.Run(context.Background(), s.Args, fakeiocage.Env{
		Stdin: strings.NewReader(s.Stdin), Stdout: &stdout, Stderr: &stderr,
		Getenv: func(name string) string { return vars[name] },
		Now:    func() time.Time { return f.clock },
	})
	return replay.Answer{Stdout: stdout.String(), Stderr: stderr.String(), ExitCode: status}, nil
}

// early is a moment whose uuids begin with zeros: for the seven minutes that
// follow, the order of uuids is that of their making, as it is in the
// recordings.
var early = time.Date(2026, 11, 21, 22, 0, 45, 0, time.UTC)

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
	transcript, err := replay.Read(file)
	require.NoError(t, err)
	seed, err := fakeiocage.ParseSeed(transcript.Host)
	require.NoError(t, err)
	h, err := fakeiocage.NewHost(seed)
	require.NoError(t, err)
	results, err := replay.Replay(transcript, &fake{h, transcript.Dialect, early})
	require.NoError(t, err)
	for i, r := range results {
		key := stepKey(name, i)
		switch {
		case r.Answer.ExitCode == notImitated:
			s.left++
			continue
		case r.Difference == "":
			s.equal++
		case explained[key] == "":
			t.Errorf("%s %q (%s) differs in %s", key, r.Step.Args, r.Step.Note, r.Difference)
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
