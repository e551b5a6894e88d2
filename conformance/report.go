package conformance

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A report is the verdict for people: what failed and why, then the counts. A
// good run is one screen.
type report struct {
	w     io.Writer
	color bool
}

// write prints the verdict.
func (r report) write(result Result, took time.Duration) {
	for _, o := range result.Checks {
		if o.Status == Fail || o.Status == Error {
			r.finding(o)
		}
	}
	r.skips(result)
	for _, level := range levels {
		r.level(result, level)
	}
	fmt.Fprintf(r.w, "%s (%s)\n", r.verdict(result), took.Round(10*time.Millisecond))
}

// finding prints one failure so that somebody can act on it.
func (r report) finding(o Outcome) {
	title := "FAIL"
	if o.Status == Error {
		title = "ERROR"
	}
	fmt.Fprintf(r.w, "%s %s %s [%s]\n", r.paint(31, title), o.Check.Level, o.Check.ID, o.Check.Edition.Name)
	fmt.Fprintf(r.w, "  requirement  %s\n", o.Check.Requirement)
	fmt.Fprintf(r.w, "  section      %s\n", o.Check.Section)
	if o.Line > 0 {
		fmt.Fprintf(r.w, "  script       %s:%d\n", o.Script, o.Line)
	}
	fmt.Fprintf(r.w, "  why          %s\n", indent(printable(o.Message)))
	for _, line := range o.Trace {
		fmt.Fprintf(r.w, "    %s\n", indent(strings.TrimSpace(printable(line))))
	}
	fmt.Fprintln(r.w)
}

// skips prints how many checks were left out for which reason.
func (r report) skips(result Result) {
	count := map[string]int{}
	var reasons []string
	for _, o := range result.Checks {
		if o.Status != Skip {
			continue
		}
		if count[o.Message] == 0 {
			reasons = append(reasons, o.Message)
		}
		count[o.Message]++
	}
	for _, reason := range reasons {
		fmt.Fprintf(r.w, "%s %3d  %s\n", r.paint(33, "skip"), count[reason], printable(reason))
	}
}

// level prints the counts of a level.
func (r report) level(result Result, level Level) {
	var part Result
	for _, o := range result.Checks {
		if o.Check.Level == level {
			part.Checks = append(part.Checks, o)
		}
	}
	fmt.Fprintf(r.w, "%-7s", level)
	for _, s := range statuses {
		fmt.Fprintf(r.w, " %4d %-8s", part.Count(s), s)
	}
	fmt.Fprintln(r.w)
}

func (r report) verdict(result Result) string {
	switch result.ExitCode() {
	case exitGood:
		return r.paint(32, "the server passes")
	case exitFails:
		return r.paint(31, "the server fails")
	}
	return r.paint(31, "the server could not be judged")
}

// paint colours a word on a terminal that wants it.
func (r report) paint(color int, word string) string {
	if !r.color {
		return word
	}
	return fmt.Sprintf("\x1b[%dm%s\x1b[0m", color, word)
}

// printable replaces what would act on a terminal, or break a line of a report,
// by its escape; newlines stay.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' || c >= ' ' && c != 0x7f && (c < 0x80 || c > 0x9f) {
			return c
		}
		return '\uFFFD'
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

func indent(text string) string { return strings.ReplaceAll(text, "\n", "\n      ") }
