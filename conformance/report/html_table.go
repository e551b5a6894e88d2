package report

import (
	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"
)

// table is that of a section, whose id is its class: it is scrolled by itself
// where the window is narrow, also with the keyboard.
func table(section, caption string, columns, rows g.Group) g.Node {
	id := section + "-caption"
	return html.Div(html.Class("wide"), html.Role("region"), html.Aria("labelledby", id), html.TabIndex("0"), onLines(
		html.Table(html.Class(section), onLines(
			html.Caption(html.ID(id), g.Text(caption)),
			html.THead(html.Tr(columns)),
			html.TBody(onLines(rows)),
		)),
	))
}

func columnHead(text string) g.Node { return html.Th(html.Scope("col"), g.Text(text)) }

func numberHead(text string) g.Node {
	return html.Th(html.Scope("col"), html.Class("number"), g.Text(text))
}

func rowHead(text string) g.Node { return html.Th(html.Scope("row"), g.Text(text)) }

func textCell(text string) g.Node { return html.Td(g.Text(text)) }
