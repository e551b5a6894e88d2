package python

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every subcommand has a sentence, and a script that runs it.
func TestCommandsAreComplete(t *testing.T) {
	scripts := allScripts(t)
	var last string
	for _, c := range commands {
		require.Less(t, last, c.Name, "by name, each once")
		last = c.Name
		require.True(t, strings.HasSuffix(c.Help, "."), c.Name)
		require.True(t, strings.Contains(scripts, "exec iocage "+c.Name), "no script runs %s", c.Name)
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
		require.True(t, Steady(words), "%q", words)
	}
	for _, words := range [][]string{nil, {"fetch"}, {"get", "-P", "a", "b"}, {"get", "a", "-rP", "b"}, {"get", "--plugin", "a", "b"}, {"--version"}, {"create"}} {
		require.False(t, Steady(words), "%q", words)
	}
}
