package python_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/python"
)

// Every subcommand has a sentence, and a script that runs it.
func TestCommandsAreComplete(t *testing.T) {
	scripts := allScripts(t)
	var last string
	for _, c := range python.Commands() {
		require.Less(t, last, c.Name, "by name, each once")
		last = c.Name
		require.True(t, strings.HasSuffix(c.Help, "."), c.Name)
		if !c.Missing {
			require.True(t, strings.Contains(scripts, "exec iocage "+c.Name), "no script runs %s", c.Name)
		}
	}
}

// The page about the simulated host names what is not imitated.
func TestMissingCommandsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../../docs/simulator.md")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(page), "\n## The rewrite in Python\n")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	for _, c := range python.Commands() {
		require.Equal(t, c.Missing, strings.Contains(section, "| `"+c.Name+"` |"), c.Name)
	}
}

func allScripts(t *testing.T) string {
	files, err := filepath.Glob("../../testdata/python/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var all strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		all.Write(data)
	}
	return all.String()
}

func TestSteady(t *testing.T) {
	for _, words := range [][]string{{"list", "-lh"}, {"get", "-p"}, {"df"}} {
		require.True(t, python.Steady(words), "%q", words)
	}
	for _, words := range [][]string{nil, {"fetch"}, {"get", "-P", "a", "b"}, {"get", "a", "-rP", "b"}, {"get", "--plugin", "a", "b"}, {"--version"}, {"create"}} {
		require.False(t, python.Steady(words), "%q", words)
	}
	require.False(t, slices.ContainsFunc(python.Commands(), func(c python.Command) bool { return c.Steady && c.Missing }))
}
