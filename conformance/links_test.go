package conformance_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	codeBlock = regexp.MustCompile("(?ms)^```.*?^```|^    .*?$")
	link      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading   = regexp.MustCompile(`(?m)^#+ (.+)$`)
	unnamed   = regexp.MustCompile(`[^\pL\d_ -]`) // what an anchor leaves out of its heading
)

// Each link from one page of the documentation to another leads to a file and,
// behind a #, to a heading.
func TestLinksLeadSomewhere(t *testing.T) {
	cmd := exec.Command("git", "ls-files", "*.md")
	cmd.Dir = ".."
	out, err := cmd.Output()
	require.NoError(t, err)
	links := 0
	for page := range strings.FieldsSeq(string(out)) {
		for _, m := range link.FindAllStringSubmatch(proseOf(t, page), -1) {
			if !strings.Contains(m[1], "://") {
				requireTarget(t, page, m[1])
				links++
			}
		}
	}
	require.NotZero(t, links)
}

func requireTarget(t *testing.T, page, target string) {
	t.Helper()
	path, anchor, _ := strings.Cut(target, "#")
	to := page
	if path != "" {
		to = filepath.Join(filepath.Dir(page), path)
	}
	_, err := os.Stat(filepath.Join("..", to))
	require.NoError(t, err, "%s links to %s", page, target)
	if anchor != "" && filepath.Ext(to) == ".md" {
		require.Contains(t, anchorsOf(proseOf(t, to)), anchor, "%s links to %s", page, target)
	}
}

// proseOf is the text of a page without its examples.
func proseOf(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", page))
	require.NoError(t, err)
	return codeBlock.ReplaceAllString(string(text), "")
}

func anchorsOf(prose string) (anchors []string) {
	for _, m := range heading.FindAllStringSubmatch(prose, -1) {
		plain := unnamed.ReplaceAllString(strings.ToLower(m[1]), "")
		anchors = append(anchors, strings.ReplaceAll(plain, " ", "-"))
	}
	return anchors
}
