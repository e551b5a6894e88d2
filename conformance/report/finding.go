package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/sysadm-go/sysadm/conformance"
)

// The size of a screen, in characters, that holds one finding. The command that
// reproduces it is never broken: whoever copies it gets one line.
const (
	screenWidth = 100
	screenRows  = 24
	labelWidth  = 14
)

// Finding tells one failure so that somebody can act on it, on one screen. What
// is longer is cut around the difference; the other reports have all of it.
func Finding(o conformance.Outcome) string {
	var b strings.Builder
	text{w: &b}.finding(o, true)
	return b.String()
}

func (t text) finding(o conformance.Outcome, binding bool) {
	title := "FAIL"
	if o.Status == conformance.Error {
		title = "ERROR"
	}
	note := ""
	if !binding {
		note = " (does not count)"
	}
	fmt.Fprintf(t.w, "%s %s %s [%s]%s\n", t.paint(red, title), o.Check.Level, o.Check.ID, o.Check.Edition.Name, note)
	rows := screenRows - 2 - rowsOf(o.Reproduce)
	rows -= t.field("requirement", o.Check.Requirement, 3)
	rows -= t.field("section", o.Check.Section, 2)
	if o.Line > 0 {
		rows -= t.field("script", fmt.Sprintf("%s:%d: %s", o.Script, o.Line, o.Source), 2)
	}
	rows -= t.field("why", o.Message, 2)
	if o.Expected != "" {
		rows -= t.field("at", o.Pointer, 2)
		rows -= t.field("expected", o.Expected, 2)
		rows -= t.field("got", o.Got, 2)
	}
	t.exchange(o, rows)
	if o.Reproduce != "" {
		fmt.Fprintf(t.w, "  %-*s%s\n", labelWidth, "reproduce", printable(o.Reproduce))
	}
	fmt.Fprintln(t.w)
}

// field prints a named text in at most so many rows and returns how many those
// are. An empty one takes none.
func (t text) field(name, value string, most int) int {
	width := screenWidth - 2 - labelWidth
	lines := wrap(ended(singleLine(value), most*width), width)
	if len(lines) > most {
		lines[most-1] = ended(lines[most-1]+"…", width)
		lines = lines[:most]
	}
	for i, line := range lines {
		if i > 0 {
			name = ""
		}
		fmt.Fprintf(t.w, "  %-*s%s\n", labelWidth, name, line)
	}
	return len(lines)
}

// rowsOf is how many rows of a terminal the reproducing command takes.
func rowsOf(command string) int {
	return (2 + labelWidth + utf8.RuneCountInString(command) + screenWidth - 1) / screenWidth
}

// wrap breaks a line at blanks and behind commas, and a word that is much longer
// than others anywhere.
func wrap(line string, width int) []string {
	var lines []string
	rest := []rune(line)
	for len(rest) > width {
		cut := width
		for i := width; i > width*3/4; i-- {
			if rest[i] == ' ' || rest[i-1] == ',' {
				cut = i
				break
			}
		}
		lines = append(lines, string(rest[:cut]))
		rest = []rune(strings.TrimLeft(string(rest[cut:]), " "))
	}
	if len(rest) > 0 {
		lines = append(lines, string(rest))
	}
	return lines
}
