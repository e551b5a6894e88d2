package report

import (
	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"

	"github.com/sysadm-go/sysadm/conformance"
)

// A finding is a check that failed or could not be judged, with all that helps
// to act on it.
type finding struct {
	checkRow
	Section       string
	Message       string
	Pointer       string
	Expected, Got string
	Reproduce     string
	Path          string // of the script
	Script        []scriptLine
	Earlier       []exchanged // before those of Exchange, folded
	LeftOut       int         // messages behind the first of Earlier
	Exchange      []exchanged // from the last request on
	Open          bool
}

// newFinding has room for so many bytes of messages.
func newFinding(row checkRow, o conformance.Outcome, room int) finding {
	f := finding{
		checkRow: row, Expected: bounded(o.Expected), Got: bounded(o.Got), Pointer: bounded(o.Pointer),
		Reproduce: Portable(o.Reproduce), Message: bounded(o.Message), Section: o.Check.Section,
	}
	path, text := o.Check.Script()
	f.Path = script(o)
	if path != "" {
		f.Script = scriptLines(text, o.Line)
	} else if o.Source != "" {
		f.Script = []scriptLine{{o.Line, Portable(o.Source), true}}
	}
	f.addExchange(o, room)
	return f
}

// bounded is text of a server as far as a page shows it beside the messages.
func bounded(text string) string { return Portable(shorten(text, shownText/2)) }

func (f finding) article() g.Node {
	return html.Article(html.ID(f.Anchor), html.Class("finding "+string(f.Judged)), html.TabIndex("-1"), f.filtered(), onLines(
		html.Details(g.If(f.Open, g.Attr("open")), onLines(f.summary(), f.facts(), f.exchange(), f.script())),
	))
}

func (f finding) summary() g.Node {
	return html.Summary(
		html.H3(
			f.badge(), g.Text(" "),
			html.Span(html.Class("level"), g.Text(string(f.Level))), g.Text(" "),
			html.Code(g.Text(f.ID)), g.Text(" "),
			html.Span(html.Class("edition"), g.Text(f.Edition)),
		),
		onLines(html.P(html.Class("why"), g.Text(f.Why))),
	)
}

func (f finding) facts() g.Node {
	return html.Dl(onLines(
		term("requirement", g.Text(f.Requirement)),
		term("section", g.Text(f.Section)),
		term("why", g.Text(f.Message)),
		g.If(f.Expected != "", f.difference()),
		g.If(f.Reproduce != "", term("reproduce", html.Code(html.Class("command"), g.Text(f.Reproduce)))),
		term("link", html.A(html.Href(f.Link), g.Text("to this failure"))),
	))
}

// difference is what was expected, and where.
func (f finding) difference() g.Node {
	at := g.Text("the whole reply")
	if f.Pointer != "" {
		at = html.Code(g.Text(f.Pointer))
	}
	return g.Group{
		term("pointer", at),
		term("expected", html.Code(g.Text(f.Expected))),
		term("got", html.Code(html.Class("got"), g.Text(f.Got))),
	}
}
