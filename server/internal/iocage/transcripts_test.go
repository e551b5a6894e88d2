package iocage_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// transcripts are runs of the imitated iocage, by dialect. The imitation is
// tested with the same files.
const transcripts = "../../../testdata/transcripts"

// A recorded is one run of the command.
type recorded struct {
	Args     []string `json:"args"`
	Stdout   string   `json:"stdout"`
	Stderr   string   `json:"stderr"`
	ExitCode int      `json:"exit_code"`
}

// Whatever iocage prints when a client reads from it, the client reads it or
// tells of the refusal.
func TestTranscripts(t *testing.T) {
	read := map[string]int{}
	for _, step := range recordedSteps(t, "shell-*") {
		c := client(fails(step.ExitCode, step.Stdout, step.Stderr))
		reads(t, read, step, func(ctx context.Context) error { return readShell(ctx, c, step.Args) })
	}
	for _, step := range recordedSteps(t, "python-*") {
		c := python(fails(step.ExitCode, step.Stdout, step.Stderr))
		reads(t, read, step, func(ctx context.Context) error { return readPython(ctx, c, strings.Join(step.Args, " ")) })
	}
	for _, command := range []string{"list", "df", "defaults", "get all", "get", "list -lh", "list -tlh", "list -Ph", "list -rh", "list -rRh", "list -PhR", "get -p"} {
		require.Positive(t, read[command], "no transcript has %q", command)
	}
}

func recordedSteps(t *testing.T, dialects string) (steps []recorded) {
	files, err := filepath.Glob(filepath.Join(transcripts, dialects, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var transcript struct{ Steps []recorded }
		require.NoError(t, json.Unmarshal(content, &transcript))
		steps = append(steps, transcript.Steps...)
	}
	return steps
}

// reads has a client read the output of a step, and counts it under its
// command.
func reads(t *testing.T, read map[string]int, step recorded, by func(context.Context) error) {
	err := by(t.Context())
	if errors.Is(err, errOther) {
		return
	}
	read[strings.Join(step.Args[:min(2, len(step.Args))], " ")]++
	read[step.Args[0]]++
	if step.ExitCode == 0 {
		require.NoError(t, err, "%q", step.Args)
		return
	}
	var refusal *iocage.Refusal
	require.ErrorAs(t, err, &refusal, "%q", step.Args)
	require.NotEmpty(t, refusal.Line)
}

// errOther says that no client reads from that command.
var errOther = errors.New("not a command that clients read from")

// readShell reads as the client of the shell iocage does.
func readShell(ctx context.Context, c *iocage.Client, words []string) (err error) {
	switch {
	case slices.Equal(words, []string{"list"}):
		_, err = c.List(ctx)
	case slices.Equal(words, []string{"df"}):
		_, err = c.Usages(ctx)
	case slices.Equal(words, []string{"defaults"}):
		_, err = c.Defaults(ctx)
	case len(words) != 3 || words[0] != "get":
		err = errOther
	case words[1] == "all":
		_, err = c.Settings(ctx, words[2])
	case words[1] == "-r":
		_, err = c.SettingOfEveryJail(ctx, words[2])
	default:
		_, err = c.Setting(ctx, words[2], words[1])
	}
	return err
}

// readPython reads as the client of the rewrite does.
func readPython(ctx context.Context, c *iocage.Python, words string) (err error) {
	switch words {
	case "list -lh":
		_, err = c.Jails(ctx)
	case "list -tlh":
		_, err = c.Templates(ctx)
	case "list -Ph":
		_, err = c.InstalledPlugins(ctx)
	case "list -rh":
		_, err = c.Releases(ctx)
	case "list -rRh":
		_, err = c.RemoteReleases(ctx)
	case "list -PhR":
		_, err = c.RemotePlugins(ctx)
	case "get -p":
		_, err = c.ActivePool(ctx)
	default:
		err = errOther
	}
	return err
}
