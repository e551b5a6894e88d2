package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
)

// TAP returns the result in the Test Anything Protocol, version 14: a test
// point for each check. A failure that does not count is a TODO; what kept the
// target from being judged, beside single checks, bails out.
func TAP(r conformance.Result) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "TAP version 14\n1..%d\n", len(r.Checks))
	for _, f := range facts(r) {
		fmt.Fprintf(&b, "# %s: %s\n", f.Name, oneLine(f.Value))
	}
	for i, o := range r.Checks {
		writePoint(&b, i+1, r, o)
	}
	for _, note := range notes(r) {
		fmt.Fprintf(&b, "# %s\n", oneLine(note))
	}
	fmt.Fprintf(&b, "# %s\n", verdict(r))
	if why := troubles(r); len(why) > 0 {
		fmt.Fprintf(&b, "Bail out! %s\n", tapText(strings.Join(why, "; ")))
	}
	return b.Bytes(), nil
}

// writePoint writes a test point and, of one that did not pass, why.
func writePoint(b *bytes.Buffer, number int, r conformance.Result, o conformance.Outcome) {
	result, directive := "ok", ""
	switch judge(r, o) {
	case failed, errored:
		result = "not ok"
	case excused:
		result, directive = "not ok", " # TODO "+tapText(excuse(o)+": "+o.Sentence())
	case skipped:
		directive = " # SKIP " + tapText(o.Message)
	}
	fmt.Fprintf(b, "%s %d - %s %s%s\n", result, number, tapText(o.Check.Edition.Name), tapText(o.Check.ID), directive)
	if result != "ok" {
		writeDiagnostic(b, o)
	}
}

// writeDiagnostic writes a block of YAML whose values are JSON texts, which
// YAML reads as they are.
func writeDiagnostic(b *bytes.Buffer, o conformance.Outcome) {
	fmt.Fprint(b, "  ---\n")
	for _, f := range []fact{
		{"message", o.Sentence()}, {"status", string(o.Status)}, {"level", string(o.Check.Level)},
		{"requirement", o.Check.Requirement}, {"section", o.Check.Section},
		{"pointer", o.Pointer}, {"expected", o.Expected}, {"actual", o.Got}, {"reproduce", o.Reproduce},
	} {
		if f.Value != "" {
			fmt.Fprintf(b, "  %s: %s\n", f.Name, quoted(f.Value))
		}
	}
	if o.Line > 0 {
		fmt.Fprintf(b, "  at:\n    file: %s\n    line: %d\n", quoted(script(o)), o.Line)
	}
	if len(o.Trace) > 0 {
		fmt.Fprint(b, "  exchange:\n")
	}
	for _, line := range lines(o.Trace) {
		fmt.Fprintf(b, "    - %s\n", quoted(line))
	}
	fmt.Fprint(b, "  ...\n")
}

func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(Portable(text)) // a string never fails
	return strings.TrimSuffix(b.String(), "\n")
}

// tapText escapes what would begin a directive.
func tapText(text string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(oneLine(text))
}

func oneLine(text string) string { return strings.Join(strings.Fields(printable(text)), " ") }
