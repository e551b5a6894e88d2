package report

import (
	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"

	"github.com/sysadm-go/sysadm/conformance"
)

// header tells the verdict first, then what people should know beside it.
func (p page) header() g.Node {
	return html.Header(onLines(
		html.P(html.Class("product"), g.Text("sysadm-conformance")),
		html.H1(html.Class("verdict "+string(worst(p.Result))), g.Text(verdict(p.Result))),
		html.P(html.Class("headline"), g.Text(p.headline())),
		g.Map(troubles(p.Result), paragraph("trouble")),
		g.Map(notes(p.Result), paragraph("note")),
		html.Dl(html.Class("facts"), onLines(g.Map(facts(p.Result), factItem))),
		html.Button(html.Type("button"), html.ID("theme"), g.Attr("hidden"), g.Text("Dark")),
	))
}

// headline counts the checks in words.
func (p page) headline() string {
	var outcomes []judged
	for _, row := range p.Checks {
		outcomes = append(outcomes, row.Judged)
	}
	return tally(outcomes)
}

// worst is how the verdict itself is coloured.
func worst(r conformance.Result) judged {
	switch r.Verdict() {
	case conformance.Passes:
		return passed
	case conformance.Fails:
		return failed
	}
	return errored
}

func paragraph(class string) func(string) g.Node {
	return func(text string) g.Node { return html.P(html.Class(class), g.Text(text)) }
}

func factItem(f fact) g.Node { return html.Div(term(f.Name, g.Text(f.Value))) }

func (p page) nav() g.Node {
	return html.Nav(html.Aria("label", "Parts of this page"), onLines(
		html.A(html.Href("#counts"), g.Text("Counts")),
		html.A(html.Href("#matrix"), g.Text("Actions")),
		html.A(html.Href("#findings"), g.Textf("Failures (%d)", len(p.Findings))),
		html.A(html.Href("#checks"), g.Text("All checks")),
	))
}
