package report

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"github.com/sysadm-go/sysadm/conformance"
)

// The bounds of a Markdown report in bytes: GitHub refuses a comment of more
// than 65,536 characters and cuts nothing from a job summary but refuses one of
// more than a mebibyte. One failure takes a tenth at most.
const (
	markdownSize    = 60_000
	markdownFailure = 6_000
	markdownFold    = 200 // of the line that unfolds a failure
)

// Markdown returns a summary of the result for a CI service: the verdict,
// counts, and each failure with its exchange folded away, as far as there is
// room. What a server said stands in code only, where nothing is a link, a
// mention or a tag.
func Markdown(r conformance.Result) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "## %s\n\n", verdict(r))
	said := append(troubles(r), notes(r)...)
	for _, why := range said[:min(mostReasons, len(said))] {
		fmt.Fprintf(&b, "- %s\n", code(shorten(why, markdownFold)))
	}
	writeFacts(&b, r)
	writeCounts(&b, r)
	writeReasons(&b, r)
	writeFailures(&b, r)
	return b.Bytes(), nil
}

func writeFacts(b *bytes.Buffer, r conformance.Result) {
	b.WriteString("\n")
	for i, f := range facts(r) {
		if i > 0 {
			b.WriteString(" · ")
		}
		fmt.Fprintf(b, "%s %s", f.Name, code(shorten(f.Value, markdownFold)))
	}
	b.WriteString("\n\n")
}

func writeCounts(b *bytes.Buffer, r conformance.Result) {
	b.WriteString("| edition | level |")
	for _, s := range conformance.Statuses {
		fmt.Fprintf(b, " %s |", s)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("--:|", len(conformance.Statuses)) + "\n")
	for _, row := range counts(r) {
		fmt.Fprintf(b, "| %s | %s |", code(row.Edition), row.Level)
		for _, n := range row.Numbers {
			fmt.Fprintf(b, " %d |", n)
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}

// mostReasons is how many reasons are told, of skips and of other things.
const mostReasons = 20

func writeReasons(b *bytes.Buffer, r conformance.Result) {
	list := reasons(r)
	for _, reason := range list[:min(mostReasons, len(list))] {
		fmt.Fprintf(b, "- %d skipped: %s\n", reason.Checks, code(shorten(reason.Text, markdownFold)))
	}
	if rest := len(list) - mostReasons; rest > 0 {
		fmt.Fprintf(b, "- and %d more reasons\n", rest)
	}
	b.WriteString("\n")
}

// writeFailures writes as many as there is room for, those that count first.
func writeFailures(b *bytes.Buffer, r conformance.Result) {
	left := 0
	for _, kind := range []judged{failed, errored, excused} {
		for _, o := range r.Checks {
			if judge(r, o) != kind {
				continue
			}
			text := markdownFinding(kind, o)
			if b.Len()+len(text) > markdownSize-markdownFold {
				left++
				continue
			}
			b.WriteString(text)
		}
	}
	if left > 0 {
		fmt.Fprintf(b, "\nThere is no room here for %d more: see the JSON or the HTML report.\n", left)
	}
}

// markdownFinding is one failure, folded.
func markdownFinding(kind judged, o conformance.Outcome) string {
	title := string(o.Status)
	if kind == excused {
		title += " (" + shorten(excuse(o), markdownFold) + ")"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<details><summary>%s %s %s %s: %s</summary>\n\n", entities(title), o.Check.Level,
		code(o.Check.ID), code(o.Check.Edition.Name), code(shorten(o.Sentence(), markdownFold)))
	var text strings.Builder
	for _, f := range findingFacts(o) {
		fmt.Fprintf(&text, "%-12s %s\n", f.Name, oneLine(f.Value))
	}
	for _, line := range lines(o.Trace) {
		fmt.Fprintln(&text, oneLine(shorten(line, markdownFailure/6)))
	}
	fence(&b, shorten(text.String(), markdownFailure))
	b.WriteString("\n</details>\n")
	return b.String()
}

// fence puts text between fences that are longer than any within.
func fence(b *strings.Builder, text string) {
	marks := "```"
	for strings.Contains(text, marks) {
		marks += "`"
	}
	fmt.Fprintf(b, "%s\n%s\n%s\n", marks, strings.TrimRight(Portable(text), "\n"), marks)
}

// code shows text as it is, on one line, whatever it would mean to Markdown.
func code(text string) string { return "<code>" + entities(oneLine(text)) + "</code>" }

// entities writes all but letters, digits and blanks as HTML does, which Markdown
// takes for text.
func entities(text string) string {
	var b strings.Builder
	for _, c := range Portable(text) {
		if c == ' ' || unicode.IsLetter(c) || unicode.IsDigit(c) {
			b.WriteRune(c)
			continue
		}
		fmt.Fprintf(&b, "&#%d;", c)
	}
	return b.String()
}

// shorten keeps so many bytes of a text.
func shorten(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
