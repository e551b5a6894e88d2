package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/cli"
)

// Every subcommand has a form, a summary and a script that
// runs it; every form begins with the name.
func TestCommandsAreComplete(t *testing.T) {
	scripts := allScripts(t)
	seen := map[string]bool{}
	for _, c := range cli.Commands {
		require.False(t, seen[c.Name], "%s stands twice", c.Name)
		seen[c.Name] = true
		for _, form := range c.Synopsis {
			require.True(t, strings.HasPrefix(form, c.Name), "%s has the form %q", c.Name, form)
			require.NotEmpty(t, c.Summary, c.Name)
		}
		require.True(t, c.Look != nil || c.Change != nil || c.Run != nil, c.Name)
		require.True(t, strings.Contains(scripts, "exec iocage "+c.Name), "no script runs %s", c.Name)
	}
}

func allScripts(t *testing.T) string {
	files, err := filepath.Glob("../../testdata/script/*.txtar")
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
