package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// A Style is how the verdict for people is printed.
type Style struct {
	// Color allows the colours of a terminal.
	Color bool

	// Quiet leaves out skips and counts: failures and the verdict stay.
	Quiet bool

	// Verbose tells every failure in full, however many there are.
	Verbose bool
}

// A text is the verdict for people: what failed and why, then the counts. A
// good run is a few lines.
type text struct {
	w     io.Writer
	style Style
}

// Text prints the verdict for people.
func Text(w io.Writer, style Style, result conformance.Result) {
	t := text{w: w, style: style}
	t.findings(result)
	if !style.Quiet {
		t.known(result)
		t.skips(result)
		for _, level := range conformance.Levels {
			t.level(result, level)
		}
	}
	t.changes(result)
	if result.NotRun > 0 {
		fmt.Fprintf(w, "%d checks were not run\n", result.NotRun)
	}
	if !result.Shard.Whole() {
		fmt.Fprintf(w, "these are the checks of shard %s only: merge the reports of all shards\n", result.Shard)
	}
	fmt.Fprintf(w, "%s (%s)%s\n", t.verdict(result.Verdict()), result.Duration.Round(10*time.Millisecond), aside(result))
}

// aside tells how many failures the verdict leaves out because they are known: the
// counts have them.
func aside(result conformance.Result) string {
	known := 0
	for _, o := range result.Checks {
		if o.Status == conformance.Fail && o.Known != "" {
			known++
		}
	}
	switch known {
	case 0:
		return ""
	case 1:
		return ", one known failure aside"
	}
	return fmt.Sprintf(", %d known failures aside", known)
}

// inFull is how many findings are told with all that belongs to them. A server
// that is wrong in everything fails most checks for a few reasons, and those
// are among the first.
const inFull = 20

// findings prints what failed, the first ones in full and the others in a line each.
func (t text) findings(result conformance.Result) {
	told := 0
	for _, o := range failuresFirst(result) {
		if told++; told > inFull && !t.style.Verbose {
			Line(t.w, t.style, o)
			continue
		}
		t.finding(o, o.Status == conformance.Error || o.Counts(result.FailOn))
	}
	if told > inFull && !t.style.Verbose {
		fmt.Fprintf(t.w, "the %d failures above that have a line each are in full with --verbose, --run ID or --report html=FILE\n", told-inFull)
	}
}

// failuresFirst are the checks that failed, and after them those that could not be judged:
// often because the server ended during one that failed.
func failuresFirst(result conformance.Result) []conformance.Outcome {
	var failed, unjudged []conformance.Outcome
	for _, o := range result.Checks {
		switch {
		case o.Status == conformance.Error:
			unjudged = append(unjudged, o)
		case o.Status == conformance.Fail && o.Known == "":
			failed = append(failed, o)
		}
	}
	return append(failed, unjudged...)
}

// Line tells the end of one check in one line.
func Line(w io.Writer, style Style, o conformance.Outcome) {
	t := text{w: w, style: style}
	line := fmt.Sprintf("%s  %-6s  %s/%s", t.paint(statusColors[o.Status], fmt.Sprintf("%-5s", o.Status)), o.Check.Level, o.Check.Edition.Name, o.Check.ID)
	switch o.Status {
	case conformance.Pass:
		line += fmt.Sprintf(" (%s)", o.Duration.Round(time.Millisecond))
	default:
		line += ": " + ended(SingleLine(o.Message), 2*screenWidth)
	}
	fmt.Fprintln(w, line)
}

// statusColors are what a terminal shows a status in.
var statusColors = map[conformance.Status]int{
	conformance.Pass: green, conformance.Fail: red, conformance.Error: red, conformance.Skip: yellow, conformance.Disabled: yellow,
}

// known prints the failures that do not count, and the flakes that passed late.
func (t text) known(result conformance.Result) {
	for _, o := range result.Checks {
		if o.Known != "" {
			fmt.Fprintf(t.w, "%s %s %s %s [%s]  %s\n", t.paint(yellow, "known"), o.Status, o.Check.Level, o.Check.ID, o.Check.Edition.Name, printable(o.Known))
		}
	}
}

// changes prints what is otherwise on the host than before the run, and what to
// do about what the run has left.
func (t text) changes(result conformance.Result) {
	left := len(result.Owed) > 0
	for _, c := range result.Changes {
		title := t.paint(yellow, "changed by others")
		if c.Ours {
			title, left = t.paint(red, "left behind"), true
		}
		fmt.Fprintf(t.w, "%s  %s\n", title, printable(c.Text))
	}
	for _, l := range result.Owed {
		fmt.Fprintf(t.w, "%s  %s\n", t.paint(red, "owed"), printable(l.String()))
	}
	if left {
		fmt.Fprintf(t.w, "clean up with: sysadm-conformance cleanup --run %s\n", result.RunID)
	}
}

// skips prints how many checks were left out for which reason.
func (t text) skips(result conformance.Result) {
	for _, r := range reasons(result) {
		fmt.Fprintf(t.w, "%s %3d  %s\n", t.paint(yellow, "skip"), r.Checks, printable(r.Text))
	}
}

// level prints the counts of a level.
func (t text) level(result conformance.Result, level conformance.Level) {
	part := ofLevel(result.Checks, level)
	fmt.Fprintf(t.w, "%-7s", level)
	for _, s := range conformance.Statuses {
		fmt.Fprintf(t.w, " %4d %-8s", part.Count(s), s)
	}
	fmt.Fprintln(t.w)
}

func (t text) verdict(v conformance.Verdict) string {
	color := red
	if v == conformance.Passes {
		color = green
	}
	return t.paint(color, "the server "+string(v))
}

// The colours of a terminal that are used.
const (
	red    = 31
	green  = 32
	yellow = 33
)

// paint colours a word on a terminal that wants it.
func (t text) paint(color int, word string) string {
	if !t.style.Color {
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

// SingleLine is printable text without line breaks.
func SingleLine(s string) string {
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(printable(strings.TrimSpace(s)))
}
