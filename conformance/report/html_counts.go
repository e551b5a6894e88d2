package report

import (
	"strconv"

	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"

	"github.com/sysadm-go/sysadm/conformance"
)

// countsSection counts the checks, and says why some were skipped or are absent.
func countsSection(r conformance.Result) g.Node {
	columns := g.Group{columnHead("edition"), columnHead("level")}
	for _, s := range conformance.Statuses {
		columns = append(columns, numberHead(string(s)))
	}
	return section("counts", "Counts", onLines(
		table("counts", "Checks by edition and level", columns, g.Map(counts(r), counted.row)),
		skippedList(reasons(r)),
		unselected(r.Count(conformance.Disabled)),
	))
}

func (c counted) row() g.Node {
	cells := g.Group{rowHead(c.Edition), textCell(string(c.Level))}
	for i, n := range c.Numbers {
		class := "number"
		if n > 0 {
			class += " has " + string(conformance.Statuses[i])
		}
		cells = append(cells, html.Td(html.Class(class), g.Text(strconv.Itoa(n))))
	}
	return html.Tr(cells)
}

func skippedList(list []reason) g.Node {
	if len(list) == 0 {
		return nil
	}
	return g.Group{html.H3(g.Text("Skipped")), html.Ul(onLines(g.Map(list, reason.item)))}
}

func (r reason) item() g.Node {
	return html.Li(html.B(g.Text(strconv.Itoa(r.Checks))), g.Text(" "+r.Text))
}

func unselected(checks int) g.Node {
	if checks == 0 {
		return nil
	}
	return html.P(g.Textf("%d checks were not selected, and are not listed here.", checks))
}
