package conformance

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// Scripts use the commands of the table and nothing else: no shell, no files,
// no sleep.
func TestScriptsUseOnlyTheirCommands(t *testing.T) {
	used := map[string]bool{}
	err := fs.WalkDir(scripts, "scripts", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".txtar") {
			return err
		}
		text, err := scripts.ReadFile(path)
		require.NoError(t, err)
		script, _, _ := strings.Cut(string(text), "\n-- ")
		for line := range strings.Lines(script) {
			word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			if word == "" || word == "#" {
				continue
			}
			known := slices.ContainsFunc(judge.Cmds, func(c judge.Cmd) bool { return c.Name == word })
			require.True(t, known, "%s uses %q", path, word)
			used[word] = true
		}
		return nil
	})
	require.NoError(t, err)
	for _, c := range judge.Cmds {
		require.True(t, used[c.Name], "no script uses %s", c.Name)
		require.NotEmpty(t, c.Text)
	}
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+$`)

func TestCatalogue(t *testing.T) {
	for _, e := range edition.Editions {
		checks, err := checksOf(e)
		require.NoError(t, err)
		documented := 0
		for _, c := range checks {
			require.Regexp(t, idForm, c.ID)
			require.True(t, strings.HasSuffix(c.Requirement, ".") || strings.HasSuffix(c.Requirement, ")."), c.ID)
			require.NotEmpty(t, c.Section, c.ID)
			require.True(t, c.needs(c.recipe.Over), c.ID)
			if c.recipe.Exchange != "" {
				documented++
			}
		}
		files, err := fs.Glob(testdata.Contract, "contract/"+e.Name+"/*.json")
		require.NoError(t, err)
		require.Equal(t, len(files), documented, "one check for each documented exchange")
		for _, action := range e.Actions {
			mentions := slices.ContainsFunc(checks, func(c Check) bool {
				return strings.HasPrefix(c.ID, action+".shape") || strings.HasPrefix(c.ID, action+".")
			})
			require.True(t, mentions, "no check of %s", action)
		}
	}
}

// An edition judges a promise by its own script where it has one of that name, and
// by that of all editions otherwise.
func TestScriptOfAnEditionReplaces(t *testing.T) {
	paths := map[string][]string{}
	for _, e := range edition.Editions {
		checks, err := checksOf(e)
		require.NoError(t, err)
		for _, c := range checks {
			if path, _ := c.Script(); c.ID == "listjails.strict.rest" {
				paths[path] = append(paths[path], e.Name)
			}
		}
	}
	require.Equal(t, map[string][]string{
		"conformance/scripts/all/listjails.strict.txtar":        {"2016-02-01", "2016-02-05", "2016-02-22"},
		"conformance/scripts/2017-06-05/listjails.strict.txtar": {"2017-06-05"},
	}, paths)
}

func TestChecksOfUnknownWords(t *testing.T) {
	require.NoError(t, Check{Level: Must, Needs: []string{"pool"}}.valid())
	require.ErrorContains(t, Check{Level: "MIGHT"}.valid(), "unknown level")
	require.ErrorContains(t, Check{Level: Must, Needs: []string{"luck"}}.valid(), "unknown need")
}
