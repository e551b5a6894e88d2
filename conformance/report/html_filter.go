package report

import (
	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"
)

// A filter is a choice among the values that checks have.
type filter struct {
	Name   string
	Values []string
}

// filters are the choices, each among what there is.
func filters(rows []checkRow, m matrix) []filter {
	list := []filter{{Name: "status"}, {Name: "level"}, {Name: "edition"}, {Name: "subject"}, {Name: "transport"}}
	seen := map[fact]bool{}
	add := func(i int, value string) {
		if key := (fact{list[i].Name, value}); !seen[key] {
			seen[key] = true
			list[i].Values = append(list[i].Values, value)
		}
	}
	for _, row := range m.Rows {
		add(3, row.Subject)
	}
	for _, row := range rows {
		for i, value := range []string{string(row.Judged), string(row.Level), row.Edition, row.Subject, row.Transport} {
			add(i, value)
		}
	}
	return list
}

// filterForm filters the failures and checks below it. It is shown by the script
// that makes it work.
func filterForm(list []filter) g.Node {
	return html.Form(html.ID("filter"), html.Role("search"), html.Aria("label", "Filter the failures and checks"), g.Attr("hidden"), onLines(
		html.Label(g.Text("text "), html.Input(html.Type("search"), html.Name("q"), html.AutoComplete("off"), g.Attr("spellcheck", "false"))),
		g.Map(list, filter.label),
		html.Button(html.Type("button"), html.ID("all"), g.Text("Show all")),
		g.El("output", html.ID("shown"), html.Aria("live", "polite")),
	))
}

func (f filter) label() g.Node {
	return html.Label(g.Text(f.Name+" "), html.Select(html.Name(f.Name),
		html.Option(html.Value(""), g.Text("all")),
		g.Map(f.Values, func(v string) g.Node { return html.Option(g.Text(v)) }),
	))
}
