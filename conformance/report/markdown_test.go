package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

func TestMarkdown(t *testing.T) {
	text, err := report.Markdown(everyKind())
	require.NoError(t, err)
	shown := string(text)
	require.True(t, strings.HasPrefix(shown, "## The server fails\n"), shown)
	require.Contains(t, shown, "| edition | level | pass | fail | skip | disabled | error |")
	require.Contains(t, shown, "| MUST | 1 | 1 | 1 | 1 | 1 |")
	require.Equal(t, 6, strings.Count(shown, "<details>"), "each failure and error")
	require.Contains(t, shown, "requirement  x.")
	require.Contains(t, shown, "fail &#40;not binding&#41; MAY")
	require.Contains(t, shown, "- 3 skipped: <code>why")
}

// foldable is all that may stand outside of code in what is said of a failure.
var foldable = regexp.MustCompile("^(</?details>|<summary>.*</summary>|#.*|[-|].*|[a-z]+ <code>.*|There is no room .*|)$")

// Nothing a server sends leaves its code, and the whole has its bound.
func TestMarkdownKeepsTextInCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, err := report.Markdown(results().Draw(t, "result"))
		require.NoError(t, err)
		fence := ""
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSuffix(line, "\n")
			switch marks := regexp.MustCompile("^`{3,}").FindString(line); {
			case fence != "":
				require.False(t, len(marks) > len(fence), line)
				if marks == fence {
					require.Equal(t, fence, line)
					fence = ""
				}
			case marks != "":
				fence = marks
			default:
				line = strings.ReplaceAll(line, "<details><summary>", "<summary>")
				require.Regexp(t, foldable, line)
				inCode := regexp.MustCompile(`<code>[^<>]*</code>`).ReplaceAllString(line, "")
				require.NotRegexp(t, `@|!\[|<(script|img|a)`, inCode)
			}
		}
		require.Empty(t, fence)
	})
}

func TestMarkdownIsBounded(t *testing.T) {
	var checks []conformance.Outcome
	for i := range 300 {
		checks = append(checks, outcome(conformance.Must, conformance.Fail, fmt.Sprint(i, strings.Repeat("ü<`", 20_000))))
	}
	for i := range 300 {
		checks = append(checks, outcome(conformance.Must, conformance.Skip, fmt.Sprint(i, strings.Repeat("@all ", 20_000))))
	}
	text, err := report.Markdown(resultOf(checks...))
	require.NoError(t, err)
	require.Less(t, len(text), 60_000)
	require.Greater(t, strings.Count(string(text), "<details>"), 4)
	require.Equal(t, strings.Count(string(text), "<details>"), strings.Count(string(text), "</details>"))
	require.Contains(t, string(text), "There is no room here for ")
	require.Contains(t, string(text), "and 280 more reasons")
}
