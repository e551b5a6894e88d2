package click

import "strings"

// A Row is a name and what --help says of it.
type Row struct{ Name, Help string }

// Page is what --help prints of the command.
func (c *Command) Page() string {
	rows := make([]Row, 0, len(c.Options)+1)
	for _, o := range c.Options {
		rows = append(rows, Row{o.forms(), o.Help})
	}
	rows = append(rows, Row{"--help", "Show this message and exit."})
	return c.usage() + "\n\n  " + c.Help + "\n\nOptions:\n" + Columns(rows)
}

// forms are the names of the option, as help shows them: single dashes first.
func (o *Option) forms() string {
	text := strings.Join(shortFirst(o.Names), ", ")
	if len(o.Off) > 0 {
		text += " / " + strings.Join(shortFirst(o.Off), ", ")
	}
	if o.takesValue() {
		text += " " + o.Metavar
	}
	return text
}

func shortFirst(names []string) []string {
	var short, long []string
	for _, name := range names {
		if strings.HasPrefix(name, "--") {
			long = append(long, name)
		} else {
			short = append(short, name)
		}
	}
	return append(short, long...)
}

// The widths of help: of the page, and of its widest first column.
const (
	pageWidth   = 78
	widestFirst = 30
)

// Columns lays rows out in two columns, the second wrapped.
func Columns(rows []Row) string {
	first := 0
	for _, r := range rows {
		first = max(first, len(r.Name))
	}
	first = min(first, widestFirst) + 2
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(row(r, first))
	}
	return b.String()
}

func row(r Row, first int) string {
	lines := wrap(r.Help, pageWidth-2-first)
	text := "  " + r.Name
	for i, line := range lines {
		switch {
		case i > 0 || len(r.Name) > first-2:
			text += "\n" + strings.Repeat(" ", 2+first)
		default:
			text += strings.Repeat(" ", first-len(r.Name))
		}
		text += line
	}
	return text + "\n"
}

// wrap breaks a text at blanks into lines of at most that width.
func wrap(text string, width int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) <= width:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line == "" {
		return nil
	}
	return append(lines, line)
}
