package conformance

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// The Go example of the documents is the one that compiles here.
func TestDocumentedExampleCompiles(t *testing.T) {
	compiled := readDoc(t, "example_test.go")
	_, example, found := strings.Cut(readDoc(t, "../docs/conformance.md"), "```go\n")
	require.True(t, found)
	example, _, _ = strings.Cut(example, "```")
	require.Contains(t, compiled, "\t"+strings.ReplaceAll(strings.TrimSpace(example), "\n", "\n\t"))
}

// Every ruling that a check cites is told in the documents.
func TestCitedRulingsAreTold(t *testing.T) {
	rulings := readDoc(t, "../docs/rulings.md")
	cites := regexp.MustCompile(`rulings? (\d+)(?: and (\d+))?`)
	for _, e := range edition.Editions {
		checks, err := checksOf(e)
		require.NoError(t, err)
		for _, c := range checks {
			for _, m := range cites.FindAllStringSubmatch(c.Section, -1) {
				for _, number := range m[1:] {
					if n, err := strconv.Atoi(number); err == nil {
						require.Contains(t, rulings, "\n"+strconv.Itoa(n)+". **", "%s cites ruling %d", c.ID, n)
					}
				}
			}
		}
	}
}

// The documents count the checks that there are.
func TestDocumentedCountsOfChecks(t *testing.T) {
	untold, levels := map[string]int{}, map[string]int{}
	for _, e := range edition.Editions {
		checks, err := checksOf(e)
		require.NoError(t, err)
		for _, c := range checks {
			levels[string(c.Level)]++
		}
		untold[e.Name] = len(checks)
	}
	_, table, found := strings.Cut(readDoc(t, "../docs/conformance.md"), "| what | checks in ")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n\n")
	first, second := edition.Default.Name, edition.Editions[len(edition.Editions)-1].Name
	require.True(t, strings.HasPrefix(table, first+" | in "+second+" |\n"))
	for _, m := range regexp.MustCompile(`\| (\d+) \| (\d+) \|`).FindAllStringSubmatch(table, -1) {
		for i, name := range []string{first, second} {
			n, err := strconv.Atoi(m[i+1])
			require.NoError(t, err)
			untold[name] -= n
		}
	}
	for _, name := range []string{first, second} {
		require.Zero(t, untold[name], "so many checks of %s are missing in the table of docs/conformance.md", name)
	}
	for _, page := range []string{"../README.md", "../docs/conformance.md"} {
		for level, n := range levels {
			require.Regexp(t, fmt.Sprintf(`%s +%d pass +0 fail`, level, n), readDoc(t, page), page)
		}
	}
}

func readDoc(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}
