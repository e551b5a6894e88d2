package report

import (
	"strings"

	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"
)

// A scriptLine is a line of a script; the check ended at the one that is
// marked.
type scriptLine struct {
	Number int
	Text   string
	Marked bool
}

// scriptLines are those of a script without its header, which the page tells
// in other words, and without what is behind its commands.
func scriptLines(text string, marked int) []scriptLine {
	var list []scriptLine
	number := 0
	for line := range strings.Lines(text) {
		number++
		if strings.HasPrefix(line, "-- ") {
			break
		}
		if len(list) == 0 && strings.HasPrefix(line, "#") {
			continue
		}
		list = append(list, scriptLine{number, Portable(strings.TrimSuffix(line, "\n")), number == marked})
	}
	return list
}

// script shows the lines of the script, and at which the check ended.
func (f finding) script() g.Node {
	if len(f.Script) == 0 {
		return nil
	}
	return g.Group{
		html.H4(g.Text("Script "), html.Code(g.Text(f.Path))),
		html.Pre(html.Class("script"), html.TabIndex("0"), onLines(g.Map(f.Script, scriptLine.node))),
	}
}

func (l scriptLine) node() g.Node {
	if l.Marked {
		return html.Mark(g.Textf("%4d ▶ %s", l.Number, l.Text))
	}
	return g.Textf("%4d   %s", l.Number, l.Text)
}
