package fidelity_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/fakeiocage/fidelity"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/replay"
)

// goldens is the folder of the outputs that printers and parsers share.
const goldens = "../../testdata/transcripts"

// TestGoldens replays the project's own transcripts; their answers are equal
// byte for byte.
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(goldens, "*", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			transcript, err := replay.Read(file)
			require.NoError(t, err)
			require.Equal(t, filepath.Base(filepath.Dir(file)), transcript.Dialect)
			answers := answer(t, transcript)
			if *update {
				write(t, file, transcript, answers)
				return
			}
			for i, step := range transcript.Steps {
				want := replay.Answer{Stdout: step.Stdout, Stderr: step.Stderr, ExitCode: step.ExitCode}
				require.Equal(t, want, answers[i], "step %d, %q", i, step.Args)
			}
		})
	}
}

// answer runs the steps of a transcript one second apart.
func answer(t *testing.T, transcript replay.Transcript) (answers []replay.Answer) {
	results, err := fidelity.ReplayFrom(transcript, fakeiocage.Beginning)
	require.NoError(t, err)
	for _, r := range results {
		answers = append(answers, r.Answer)
	}
	return answers
}

// write puts the answers into the file.
func write(t *testing.T, file string, transcript replay.Transcript, answers []replay.Answer) {
	for i, a := range answers {
		s := &transcript.Steps[i]
		s.Stdout, s.Stderr, s.ExitCode = a.Stdout, a.Stderr, a.ExitCode
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	require.NoError(t, e.Encode(transcript))
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o644))
}
