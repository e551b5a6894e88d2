package coverage

import (
	"fmt"
	"slices"
	"strings"
)

// Markdown is docs/coverage.md: for each edition a table of actions, one of
// their parameters, and one of everything else.
func Markdown(parts []Part) string {
	var b strings.Builder
	b.WriteString(intro)
	for _, p := range parts {
		fmt.Fprintf(&b, "\n## Edition %s: %s\n", p.Edition.Name, p.summary())
		p.left(&b)
		b.WriteString("\n### Actions\n\n")
		p.matrix(&b, func(r Requirement) bool { return p.Edition.Offers(r.Subject) && r.Parameter == "" })
		b.WriteString("\n### Parameters of actions\n\n")
		p.matrix(&b, func(r Requirement) bool { return p.Edition.Offers(r.Subject) && r.Parameter != "" })
		b.WriteString("\n### Everything else\n\n")
		p.rows(&b)
	}
	b.WriteString("\n## What the words mean\n\n| word | requirement |\n|---|---|\n")
	for _, k := range slices.Concat([]kind{{name: "example", text: "The documented request is answered as the documents show it."}}, kinds, parameterKinds) {
		fmt.Fprintf(&b, "| %s | %s |\n", k.name, glossary(k.text))
	}
	return b.String()
}

// glossary is what a kind requires of any parameter, as a sentence.
func glossary(text string) string {
	text = strings.ReplaceAll(text, "%s", "the parameter")
	return strings.ToUpper(text[:1]) + text[1:]
}

const intro = `# What the suite can prove

This page lists every requirement of the contract, and how many checks of the suite prove it. It is the index of
` + "`sysadm-conformance coverage`" + `, written by ` + "`go test ./conformance/internal/coverage -run Docs -update`" + `.
The requirements come from the contract: the editions, the schemas of requests and replies, the documented exchanges, and
a table of requirements that do not belong to one action. The two numbers of a cell are for WebSocket and REST. **hole**
means that no check proves the requirement; an empty cell means that nothing is required.
`

// matrix is a table with a row for each subject, or parameter, and a column for
// each kind.
func (p Part) matrix(b *strings.Builder, of func(Requirement) bool) {
	var names, columns []string
	cells := map[string]map[string]string{}
	for _, place := range p.Places {
		if !of(place.Requirement) {
			continue
		}
		name := strings.TrimSuffix(place.Subject+"."+place.Parameter, ".")
		column, _, _ := strings.Cut(place.Kind, ".")
		if cells[name] == nil {
			cells[name] = map[string]string{}
			names = append(names, name)
		}
		if !slices.Contains(columns, column) {
			columns = append(columns, column)
		}
		cells[name][column] = join(cells[name][column], place.cell())
	}
	table(b, append([]string{""}, columns...))
	for _, name := range names {
		row := []string{name}
		for _, column := range columns {
			row = append(row, cells[name][column])
		}
		line(b, row)
	}
}

// cell is how many checks prove a place.
func (p Place) cell() string {
	if len(p.Checks) == 0 {
		return "**hole**"
	}
	return fmt.Sprint(len(p.Checks))
}

// join puts the cells of both transports, or of several examples, together.
func join(cell, more string) string {
	if cell == "" {
		return more
	}
	return cell + " " + more
}

// rows is the table of all that is no action of sysadm/iocage, a requirement in
// each row.
func (p Part) rows(b *strings.Builder) {
	table(b, []string{"requirement", "", "WebSocket", "REST"})
	for i := 0; i < len(p.Places); {
		place, cells := p.Places[i], map[string]string{}
		for ; i < len(p.Places) && p.Places[i].Name() == place.Name(); i++ {
			cells[p.Places[i].Transport] = p.Places[i].cell()
		}
		if !p.Edition.Offers(place.Subject) {
			line(b, []string{place.Name(), place.Text, cells["websocket"], cells["rest"]})
		}
	}
}

func table(b *strings.Builder, columns []string) {
	line(b, columns)
	b.WriteString(strings.Repeat("|---", len(columns)) + "|\n")
}

func line(b *strings.Builder, cells []string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}
