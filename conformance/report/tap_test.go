package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// A tapPoint is a line of a TAP report with what belongs to it.
type tapPoint struct {
	ok           bool
	number       int
	description  string
	skip, todo   bool
	reason, yaml string
}

var tapLine = regexp.MustCompile(`^(not )?ok (\d+) - (.*?)(?: # (SKIP|TODO) (.*))?$`)

// readTAP reads a report as strictly as the specification of TAP 14 has it. It
// returns the points and whether the run bailed out.
func readTAP(t require.TestingT, text string) (points []tapPoint, bailed bool) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	require.Equal(t, "TAP version 14", lines[0])
	planned := 0
	_, err := fmt.Sscanf(lines[1], "1..%d", &planned)
	require.NoError(t, err)
	for i := 2; i < len(lines); i++ {
		switch line := lines[i]; {
		case line == "  ---":
			end := i + 1
			for lines[end] != "  ..." {
				require.True(t, strings.HasPrefix(lines[end], "  "), lines[end])
				end++
			}
			points[len(points)-1].yaml = strings.Join(lines[i+1:end], "\n")
			i = end
		case strings.HasPrefix(line, "Bail out! "):
			bailed = true
		case !strings.HasPrefix(line, "#"):
			m := tapLine.FindStringSubmatch(line)
			require.NotNil(t, m, "%q is no line of TAP", line)
			p := tapPoint{ok: m[1] == "", description: m[3], skip: m[4] == "SKIP", todo: m[4] == "TODO", reason: m[5]}
			_, err := fmt.Sscan(m[2], &p.number)
			require.NoError(t, err)
			require.False(t, regexp.MustCompile(`(^|[^\\])(\\\\)*#`).MatchString(p.description+p.reason), "%q has a # of its own", line)
			points = append(points, p)
		}
	}
	require.Len(t, points, planned)
	return points, bailed
}

func TestTAP(t *testing.T) {
	text, err := report.TAP(everyKind())
	require.NoError(t, err)
	require.NotContains(t, string(text), "\x1b")
	points, bailed := readTAP(t, string(text))
	require.False(t, bailed)
	require.Equal(t, tapPoint{ok: true, number: 1, description: "2016-02-22 a.b0"}, points[0])
	require.False(t, points[1].ok)
	require.True(t, points[2].ok && points[2].skip)
	require.Contains(t, points[2].reason, `why`)
	require.Contains(t, points[2].reason, `\# \\`)
	require.True(t, points[3].skip)
	require.False(t, points[4].ok)
	require.True(t, !points[11].ok && points[11].todo, "a MAY is never red")

	var why struct {
		Message, Status, Level, Requirement string
		Exchange                            []string
	}
	require.NoError(t, yaml.Unmarshal([]byte(points[1].yaml), &why))
	require.Equal(t, []string{"fail", "MUST", "x."}, []string{why.Status, why.Level, why.Requirement})
	require.Contains(t, why.Message, "😀")
	require.Len(t, why.Exchange, 1)
}

// A harness that knows TAP comes to the same verdict, whatever the server said.
func TestTAPIsRedUnlessTheServerPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := results().Draw(t, "result")
		text, err := report.TAP(r)
		require.NoError(t, err)
		points, red := readTAP(t, string(text))
		for i, p := range points {
			require.Equal(t, i+1, p.number)
			red = red || !p.ok && !p.todo
			if p.yaml != "" {
				require.NoError(t, yaml.Unmarshal([]byte(p.yaml), new(map[string]any)), p.yaml)
			}
		}
		require.Equal(t, r.Verdict() != conformance.Passes, red, string(text))
	})
}
