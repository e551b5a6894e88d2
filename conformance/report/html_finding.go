package report

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
)

// The bounds of what a page shows of messages, in bytes: of all of them, and of
// those of one failure at least and at most.
const (
	pageMessages  = 2 << 20
	leastMessages = 3 << 10
	mostMessages  = 128 << 10
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

// A scriptLine is a line of a script; the check ended at the one that is
// marked.
type scriptLine struct {
	Number int
	Text   string
	Marked bool
}

// An exchanged message is one that was sent or received.
type exchanged struct {
	Number int // its place
	Title  string
	Text   pretty
	Bytes  int // of the whole, if it was cut before
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

// addExchange shows the messages of an outcome: half of the room is for the one
// that differs, or else the last. What came before its request is folded.
func (f *finding) addExchange(o conformance.Outcome, room int) {
	trace := firstAndLast(o.Trace)
	f.LeftOut = len(o.Trace) - len(trace)
	special := differing(trace, o.Pointer)
	for i, m := range trace {
		most, pointer := room/2/max(1, len(trace)-1), ""
		if i == special {
			most, pointer = room/2, o.Pointer
		}
		shown := exchanged{f.place(i), messageTitle(m), newPretty(m.Text, pointer, most), m.Bytes}
		if i < special-1 {
			f.Earlier = append(f.Earlier, shown)
		} else {
			f.Exchange = append(f.Exchange, shown)
		}
	}
}

// place is that of a shown message among all of them, counted from one.
func (f *finding) place(i int) int {
	if i == 0 {
		return 1
	}
	return i + f.LeftOut + 1
}

// differing is the place of the reply that the pointer points into: the latest
// that has such a value, or else the last.
func differing(trace []conformance.Message, pointer string) int {
	for i := len(trace) - 1; i >= 0 && strings.HasPrefix(pointer, "/"); i-- {
		if _, found := find(trace[i].Text, pointer); found && trace[i].Direction == "received" {
			return i
		}
	}
	return len(trace) - 1
}

func messageTitle(m conformance.Message) string {
	words := []string{m.Transport, m.Direction}
	switch {
	case m.Verb != "":
		words = append(words, m.Verb, m.Path)
	case m.Status != 0:
		words = append(words, "status", fmt.Sprint(m.Status))
	}
	if m.Session != "" && m.Session != "first" {
		words = append(words, "(session "+m.Session+")")
	}
	return oneLine(strings.Join(words, " "))
}

// anchor is the id of a check in the page, and link leads there.
func anchor(c conformance.Check) string { return c.Edition.Name + "/" + c.ID }

func link(c conformance.Check) template.URL {
	return template.URL("#" + url.PathEscape(c.Edition.Name) + "/" + url.PathEscape(c.ID))
}
