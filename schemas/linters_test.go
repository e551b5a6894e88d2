package schemas_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// linters are public judges of descriptions, as they are called; a file follows.
var linters = []struct{ program, args string }{
	{"redocly", "lint --extends recommended --max-problems 10"},
	{"spectral", "lint --ruleset testdata/spectral.yaml --fail-severity error"},
}

// npmProgram returns the path of a program that npm has installed into the
// folder that the environment names, or skips the test.
func npmProgram(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("SYSADM_NPM")
	if folder == "" {
		t.Skip("SYSADM_NPM names no folder with " + name + " in node_modules: make contract installs it and runs this")
	}
	program, err := filepath.Abs(filepath.Join(folder, "node_modules", ".bin", name))
	require.NoError(t, err)
	return program
}

func TestPublicLintersFindTheDescriptionsValid(t *testing.T) {
	files, err := filepath.Glob("published/*/*api.json")
	require.NoError(t, err)
	require.Len(t, files, 2*len(edition.Editions))
	for _, file := range files {
		for _, l := range linters {
			t.Run(l.program+"/"+file, func(t *testing.T) {
				out, err := lint(t, l.program, l.args, file)
				require.NoError(t, err, "%s", out)
			})
		}
	}
}

// A linter that finds nothing wrong with anything would prove nothing.
func TestPublicLintersFindFaults(t *testing.T) {
	for _, file := range []string{"published/2016-02-22/openapi.json", "published/2016-02-22/asyncapi.json"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		broken := filepath.Join(t.TempDir(), filepath.Base(file))
		wrong := strings.ReplaceAll(string(text), `#/components/schemas/listjails.reply"`, `#/components/schemas/nowhere"`)
		require.NotEqual(t, string(text), wrong)
		require.NoError(t, os.WriteFile(broken, []byte(wrong), 0o600))
		for _, l := range linters {
			_, err := lint(t, l.program, l.args, broken)
			require.Error(t, err, "%s %s", l.program, file)
		}
	}
}

func lint(t *testing.T, program, args, file string) (string, error) {
	cmd := exec.CommandContext(t.Context(), npmProgram(t, program), append(strings.Fields(args), file)...)
	cmd.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
	out, err := cmd.CombinedOutput()
	return string(out), err
}
