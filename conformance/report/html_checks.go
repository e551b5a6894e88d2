package report

import (
	"net/url"
	"time"

	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"

	"github.com/sysadm-go/sysadm/conformance"
)

// A checkRow is a check as the list has it, and as filters see it.
type checkRow struct {
	Anchor      string
	Link        string
	ID, Edition string
	Level       conformance.Level
	Status      conformance.Status
	Judged      judged
	Subject     string
	Transport   string
	Requirement string
	Why         string
	Took        string
	Found       bool // there is a finding, too
}

// whyInList bounds why in the list of checks.
const whyInList = 300

func newCheckRow(r conformance.Result, o conformance.Outcome) checkRow {
	why := o.Sentence()
	if o.Known != "" {
		why = excuse(o) + ": " + why
	}
	return checkRow{
		Anchor: anchor(o.Check), Link: link(o.Check), ID: o.Check.ID, Edition: o.Check.Edition.Name,
		Level: o.Check.Level, Status: o.Status, Judged: judge(r, o),
		Subject: subject(o.Check), Transport: transport(o.Check),
		Requirement: o.Check.Requirement, Why: Portable(shorten(why, whyInList)), Took: o.Duration.Round(100 * time.Microsecond).String(),
		Found: o.Status == conformance.Fail || o.Status == conformance.Error,
	}
}

// anchor is the id of a check in the page, and link leads there.
func anchor(c conformance.Check) string { return c.Edition.Name + "/" + c.ID }

func link(c conformance.Check) string {
	return "#" + url.PathEscape(c.Edition.Name) + "/" + url.PathEscape(c.ID)
}

func checksSection(rows []checkRow) g.Node {
	return section("checks", "All checks", onLines(table("checks", "Every check that was selected",
		g.Group{columnHead("status"), columnHead("level"), columnHead("edition"), columnHead("check"), numberHead("time")},
		g.Map(rows, checkRow.row))))
}

// row is where links to the check lead, unless there is a finding.
func (c checkRow) row() g.Node {
	return html.Tr(g.If(!c.Found, g.Group{html.ID(c.Anchor), html.TabIndex("-1")}), c.filtered(),
		html.Td(c.badge()), textCell(string(c.Level)), textCell(c.Edition), c.cell(), html.Td(html.Class("number"), g.Text(c.Took)))
}

func (c checkRow) cell() g.Node {
	return html.Td(html.A(html.Href(c.Link), html.Code(g.Text(c.ID))),
		html.P(g.Text(c.Requirement)), g.If(c.Why != "", html.P(html.Class("why"), g.Text(c.Why))))
}

func (c checkRow) badge() g.Node {
	return html.Span(html.Class("badge "+string(c.Judged)), g.Text(string(c.Judged)))
}

// filtered is what filters see of a check, wherever the page shows it.
func (c checkRow) filtered() g.Node {
	return g.Group{
		html.Data("status", string(c.Judged)), html.Data("level", string(c.Level)), html.Data("edition", c.Edition),
		html.Data("subject", c.Subject), html.Data("transport", c.Transport),
	}
}
