package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// A text is the verdict for people: what failed and why, then the counts. A
// good run is one screen.
type text struct {
	w     io.Writer
	color bool
}

// Text prints the verdict for people, with colours if the terminal wants them.
func Text(w io.Writer, color bool, result conformance.Result, took time.Duration) {
	t := text{w: w, color: color}
	for _, o := range result.Checks {
		if o.Status == conformance.Fail && o.Known == "" || o.Status == conformance.Error {
			t.finding(o)
		}
	}
	t.known(result)
	t.skips(result)
	for _, level := range conformance.Levels {
		t.level(result, level)
	}
	fmt.Fprintf(w, "%s (%s)\n", t.verdict(result.Verdict()), took.Round(10*time.Millisecond))
}

// finding prints one failure so that somebody can act on it.
func (t text) finding(o conformance.Outcome) {
	title := "FAIL"
	if o.Status == conformance.Error {
		title = "ERROR"
	}
	fmt.Fprintf(t.w, "%s %s %s [%s]\n", t.paint(31, title), o.Check.Level, o.Check.ID, o.Check.Edition.Name)
	fmt.Fprintf(t.w, "  requirement  %s\n", o.Check.Requirement)
	fmt.Fprintf(t.w, "  section      %s\n", o.Check.Section)
	if o.Line > 0 {
		fmt.Fprintf(t.w, "  script       %s:%d\n", o.Script, o.Line)
	}
	fmt.Fprintf(t.w, "  why          %s\n", indent(printable(o.Sentence())))
	for _, line := range lines(o.Trace) {
		fmt.Fprintf(t.w, "    %s\n", indent(strings.TrimSpace(printable(line))))
	}
	fmt.Fprintln(t.w)
}

// known prints the failures that do not count, and the flakes that passed late.
func (t text) known(result conformance.Result) {
	for _, o := range result.Checks {
		if o.Known != "" {
			fmt.Fprintf(t.w, "%s %s %s %s [%s]  %s\n", t.paint(33, "known"), o.Status, o.Check.Level, o.Check.ID, o.Check.Edition.Name, printable(o.Known))
		}
	}
}

// skips prints how many checks were left out for which reason.
func (t text) skips(result conformance.Result) {
	count := map[string]int{}
	var reasons []string
	for _, o := range result.Checks {
		if o.Status != conformance.Skip {
			continue
		}
		if count[o.Message] == 0 {
			reasons = append(reasons, o.Message)
		}
		count[o.Message]++
	}
	for _, reason := range reasons {
		fmt.Fprintf(t.w, "%s %3d  %s\n", t.paint(33, "skip"), count[reason], printable(reason))
	}
}

// level prints the counts of a level.
func (t text) level(result conformance.Result, level conformance.Level) {
	var part conformance.Result
	for _, o := range result.Checks {
		if o.Check.Level == level {
			part.Checks = append(part.Checks, o)
		}
	}
	fmt.Fprintf(t.w, "%-7s", level)
	for _, s := range conformance.Statuses {
		fmt.Fprintf(t.w, " %4d %-8s", part.Count(s), s)
	}
	fmt.Fprintln(t.w)
}

func (t text) verdict(v conformance.Verdict) string {
	color := 31
	if v == conformance.Passes {
		color = 32
	}
	return t.paint(color, "the server "+string(v))
}

// paint colours a word on a terminal that wants it.
func (t text) paint(color int, word string) string {
	if !t.color {
		return word
	}
	return fmt.Sprintf("\x1b[%dm%s\x1b[0m", color, word)
}

// printable replaces what would act on a terminal, or break a line of a report,
// by its escape; newlines stay.
func printable(s string) string {
	return strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' || c >= ' ' && c != 0x7f && (c < 0x80 || c > 0x9f) {
			return c
		}
		return '\uFFFD'
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func indent(s string) string { return strings.ReplaceAll(s, "\n", "\n      ") }
