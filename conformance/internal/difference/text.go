package difference

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/recording"
)

// shownValue bounds how much of a value is shown, in bytes.
const shownValue = 400

// Text tells the result to people: each kind of difference once, or all of every
// check.
func Text(w io.Writer, r Result, all bool) error {
	b := bufio.NewWriter(w)
	if r.Differ() {
		fmt.Fprintf(b, "A  %s\nB  %s\n\n", headline(r.A), headline(r.B))
	}
	if all {
		for _, c := range r.Checks {
			writeCheck(b, c)
		}
	} else {
		for _, d := range r.Alike() {
			writeAlike(b, d)
		}
	}
	writeOnly(b, "A", r.OnlyA)
	writeOnly(b, "B", r.OnlyB)
	writeCounts(b, r)
	return b.Flush()
}

// headline says which run a recording is of.
func headline(h recording.Header) string {
	return fmt.Sprintf("%s, %s, %s, recorded %s by suite %s",
		h.Target, strings.Join(h.Editions, " "), h.Compat, h.Began.Format("2006-01-02 15:04:05 MST"), h.Suite)
}

func writeCheck(w io.Writer, c Check) {
	fmt.Fprintf(w, "%s [%s]\n", c.ID, c.Edition)
	for _, d := range c.Differences {
		writeDifference(w, d)
	}
	fmt.Fprintln(w)
}

func writeAlike(w io.Writer, d Alike) {
	fmt.Fprintf(w, "%s [%s]", d.Check.ID, d.Check.Edition)
	if more := d.Checks - 1; more > 0 {
		fmt.Fprintf(w, " and %s", plural(more, "more check", "more checks"))
	}
	fmt.Fprintln(w)
	writeDifference(w, d.Difference)
	fmt.Fprintln(w)
}

func writeDifference(w io.Writer, d Difference) {
	var where []string
	if d.Exchange > 0 {
		where = append(where, fmt.Sprintf("%d.", d.Exchange))
	}
	if d.Request != "" {
		where = append(where, d.Request+":")
	}
	where = append(where, d.In)
	if d.Pointer != "" {
		where = append(where, d.Pointer)
	}
	fmt.Fprintf(w, "  %s\n    A  %s\n    B  %s\n", printable(strings.Join(where, " ")), shown(d.A), shown(d.B))
	if d.A != nil && bytes.Equal(d.A, d.B) {
		fmt.Fprintln(w, "       written alike, and not what it is elsewhere in the check")
	}
}

// shown is a value as far as it is shown.
func shown(value json.RawMessage) string {
	if value == nil {
		return "nothing"
	}
	text := string(value)
	if len(text) > shownValue {
		return fmt.Sprintf("%s… (%d bytes)", printable(strings.ToValidUTF8(text[:shownValue], "")), len(text))
	}
	return printable(text)
}

// printable replaces what would act on a terminal or break a line.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c >= 0x7f && c <= 0x9f {
			return '\uFFFD'
		}
		return c
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// writeOnly tells the checks that are in one recording alone.
func writeOnly(w io.Writer, side string, checks []Check) {
	for _, c := range checks {
		fmt.Fprintf(w, "only in %s: %s [%s] %s\n", side, c.ID, c.Edition, c.StatusA+c.StatusB)
	}
	if len(checks) > 0 {
		fmt.Fprintln(w)
	}
}

func writeCounts(w io.Writer, r Result) {
	if r.Uncompared > 0 {
		fmt.Fprintf(w, "%s too long to be recorded whole, and not compared\n", plural(r.Uncompared, "pair of messages is", "pairs of messages are"))
	}
	both := r.Same + len(r.Checks)
	if !r.Differ() {
		fmt.Fprintf(w, "%s: no difference\n", plural(both, "check", "checks"))
		return
	}
	changed := 0
	for _, c := range r.Checks {
		if c.StatusA != c.StatusB {
			changed++
		}
	}
	fmt.Fprintf(w, "%s in both: %d the same, %d different in %s, %d of them with another status; %d only in A, %d only in B\n",
		plural(both, "check", "checks"), r.Same, len(r.Checks), plural(len(r.Alike()), "way", "ways"), changed, len(r.OnlyA), len(r.OnlyB))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
