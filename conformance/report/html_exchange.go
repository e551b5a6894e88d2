package report

import (
	"fmt"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"

	"github.com/sysadm-go/sysadm/conformance"
)

// The bounds of what a page shows of messages, in bytes: of all of them, and of
// those of one failure at least and at most.
const (
	pageMessages  = 2 << 20
	leastMessages = 3 << 10
	mostMessages  = 128 << 10
)

// An exchanged message is one that was sent or received.
type exchanged struct {
	Number int // its place
	Title  string
	Text   pretty
	Bytes  int // of the whole, if it was cut before
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

// exchange shows what was sent and received.
func (f finding) exchange() g.Node {
	if len(f.Exchange) == 0 {
		return nil
	}
	return g.Group{html.H4(g.Text("What was sent and received")), f.earlier(), messageList(f.Exchange)}
}

func (f finding) earlier() g.Node {
	if len(f.Earlier) == 0 {
		return nil
	}
	title := "before the last request"
	if f.LeftOut > 0 {
		title += fmt.Sprintf(" (%d messages behind the first are left out)", f.LeftOut)
	}
	return html.Details(html.Class("earlier"), html.Summary(g.Text(title)), onLines(messageList(f.Earlier)))
}

func messageList(list []exchanged) g.Node {
	return html.Ol(html.Class("exchange"), onLines(g.Map(list, exchanged.item)))
}

func (e exchanged) item() g.Node {
	return html.Li(html.Value(strconv.Itoa(e.Number)), html.P(g.Text(e.Title), e.wholeSize()), onLines(e.Text.pre()))
}

// wholeSize tells the size of a message that was cut.
func (e exchanged) wholeSize() g.Node {
	if e.Bytes == 0 {
		return nil
	}
	return g.Group{g.Text(" "), html.Span(html.Class("note"), g.Textf("(the first of %d bytes)", e.Bytes))}
}

func (p pretty) pre() g.Node {
	return html.Pre(html.TabIndex("0"), g.Text(p.Before), g.If(p.Value != "", html.Mark(g.Text(p.Value))), g.Text(p.After))
}
