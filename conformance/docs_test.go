package conformance

import (
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
		checks, err := catalogue(e)
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

func readDoc(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}
