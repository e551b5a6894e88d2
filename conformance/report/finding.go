package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/sysadm-go/sysadm/conformance"
)

// The size of a screen, in characters, that holds one finding. The command that
// reproduces it is never cut.
const (
	screenWidth = 100
	screenRows  = 24
	labelWidth  = 13
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
	reproduce := fmt.Sprintf("  %-*s%s", labelWidth, "reproduce", printable(o.Reproduce))
	rows := screenRows - 2 - rowsOf(reproduce)
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
		fmt.Fprintln(t.w, reproduce)
	}
	fmt.Fprintln(t.w)
}

// field prints a named text, cut to so many rows of a screen, and returns how
// many it takes. It stays one line, for who searches or copies it: the terminal
// breaks it. An empty one takes none.
func (t text) field(name, value string, most int) int {
	if value == "" {
		return 0
	}
	line := fmt.Sprintf("  %-*s%s", labelWidth, name, ended(SingleLine(value), most*screenWidth-labelWidth-2))
	fmt.Fprintln(t.w, line)
	return rowsOf(line)
}

// rowsOf is how many rows of a screen a line takes.
func rowsOf(line string) int {
	return max(1, (utf8.RuneCountInString(line)+screenWidth-1)/screenWidth)
}
