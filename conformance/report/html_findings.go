package report

import (
	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"
)

// openFindings is how many findings are shown unfolded from the start.
const openFindings = 5

// worstFirst puts those first that make the target fail, and unfolds a few.
func worstFirst(findings []finding) []finding {
	var list []finding
	for _, kind := range []judged{failed, errored, excused} {
		for _, f := range findings {
			if f.Judged == kind {
				f.Open = len(list) < openFindings
				list = append(list, f)
			}
		}
	}
	return list
}

func findingsSection(list []finding) g.Node {
	return section("findings", "Failures", html.TabIndex("-1"), onLines(
		g.If(len(list) == 0, html.P(g.Text("None."))),
		g.Map(list, finding.article),
	))
}
