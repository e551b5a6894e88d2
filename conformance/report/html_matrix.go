package report

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A matrix is the result at a glance: a row for each action and each other
// subject, a column for each edition and transport.
type matrix struct {
	Columns []column
	Rows    []matrixRow
}

type column struct{ Edition, Transport string }

type matrixRow struct {
	Subject string
	Cells   []cell
}

// A cell is what became of the checks of a subject, an edition and a transport;
// it is empty without any.
type cell struct {
	column
	Subject string
	Worst   judged
	Text    string
}

// neither is the transport of checks that are not made once for each.
const neither = "other"

// newMatrix counts the checks that were selected.
func newMatrix(r conformance.Result) matrix {
	outcomes := map[cell][]judged{}
	columns, subjects := map[column]bool{}, map[string]bool{}
	for _, o := range r.Checks {
		if o.Status == conformance.Disabled {
			continue
		}
		at := cell{column: column{o.Check.Edition.Name, transport(o.Check)}, Subject: subject(o.Check)}
		outcomes[at] = append(outcomes[at], judge(r, o))
		columns[at.column], subjects[at.Subject] = true, true
	}
	var m matrix
	for _, part := range byEdition(r) {
		for _, over := range []string{"websocket", "rest", neither} {
			if c := (column{part[0].Check.Edition.Name, over}); columns[c] {
				m.Columns = append(m.Columns, c)
			}
		}
	}
	for _, s := range inOrder(subjects) {
		row := matrixRow{Subject: s}
		for _, c := range m.Columns {
			at := cell{column: c, Subject: s}
			row.Cells = append(row.Cells, at.filled(outcomes[at]))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// inOrder puts actions first, in the order of the documents.
func inOrder(subjects map[string]bool) []string {
	var list []string
	for s := range subjects {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b string) int {
		if x, y := actionPlace(a), actionPlace(b); x != y {
			return x - y
		}
		return strings.Compare(a, b)
	})
	return list
}

// actionPlace is the place of an action in the documents, behind all of them
// for what is none.
func actionPlace(name string) int {
	if i := slices.Index(edition.Default.Actions, name); i >= 0 {
		return i
	}
	return len(edition.Default.Actions)
}

// subject is the action that a check is about, or else what its id begins with.
func subject(c conformance.Check) string {
	words := strings.Split(c.ID, ".")
	for i := len(words) - 1; i > 0; i-- {
		if c.Edition.Offers(words[i]) {
			return words[i]
		}
	}
	return words[0]
}

// transport is the one that a check is made for, as its id says.
func transport(c conformance.Check) string {
	for _, over := range []string{"websocket", "rest"} {
		if strings.HasSuffix(c.ID, "."+over) {
			return over
		}
	}
	return neither
}

// severity is the order in which outcomes count, the worst first.
var severity = []judged{failed, errored, excused, passed, skipped}

// filled tells what became of the checks of a cell.
func (c cell) filled(outcomes []judged) cell {
	c.Text = tally(outcomes)
	for _, j := range slices.Backward(severity) {
		if slices.Contains(outcomes, j) {
			c.Worst = j
		}
	}
	return c
}

// tally counts outcomes in words, the worst first.
func tally(outcomes []judged) string {
	var words []string
	for _, j := range severity {
		n := 0
		for _, o := range outcomes {
			if o == j {
				n++
			}
		}
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, j))
		}
	}
	return strings.Join(words, ", ")
}

func (m matrix) section() g.Node {
	columns := g.Group{columnHead("subject")}
	for _, c := range m.Columns {
		columns = append(columns, columnHead(c.Edition+" "+c.Transport))
	}
	return section("matrix", "Actions", onLines(
		html.P(html.Class("scripted"), g.Text("A cell shows its checks below.")),
		table("matrix", "Outcomes by action, or other subject, and transport", columns, g.Map(m.Rows, matrixRow.row)),
	))
}

func (r matrixRow) row() g.Node {
	return html.Tr(rowHead(r.Subject), g.Map(r.Cells, cell.node))
}

// node links to the filters that show the checks of a cell.
func (c cell) node() g.Node {
	if c.Worst == "" {
		return html.Td(html.Class("none"), g.Text("–"))
	}
	checks := url.Values{"edition": {c.Edition}, "subject": {c.Subject}, "transport": {c.Transport}}
	return html.Td(html.Class(string(c.Worst)), html.A(html.Href("#?"+checks.Encode()), g.Text(c.Text)))
}
