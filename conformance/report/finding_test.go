package report_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// large is a reply of many jails, the last but one of which is wrong.
func large() string {
	jails := map[string]any{}
	for i := range 500 {
		jails[fmt.Sprintf("jail%03d", i)] = map[string]string{"tag": fmt.Sprintf("tag%03d", i), "state": "up"}
	}
	jails["jail498"] = map[string]string{"tag": "tag498", "state": "sideways"}
	text, _ := json.MarshalIndent(map[string]any{"args": map[string]any{"listjails": jails}}, "", "    ")
	return string(text)
}

func TestFindingFitsAScreen(t *testing.T) {
	long := strings.Repeat("a rather long sentence that goes on, ", 40)
	o := outcome(conformance.Must, conformance.Fail, long)
	o.Check.Requirement, o.Check.Section, o.Script, o.Line, o.Source = long, long, "a.b.txtar", 12, long
	o.Pointer, o.Expected, o.Got = "/args/listjails/jail498/state", long, long
	o.Reproduce = "sysadm-conformance run " + strings.Repeat("--known file ", 25) + "--run a.b"
	o.Trace = nil
	for range 30 {
		o.Trace = append(o.Trace, conformance.Message{Session: "first", Transport: "rest", Direction: "sent", Verb: "PUT", Path: "/sysadm/iocage", Text: long})
		o.Trace = append(o.Trace, conformance.Message{Session: "first", Transport: "rest", Direction: "received", Status: 200, Text: large()})
	}
	shown := report.Finding(o)
	require.LessOrEqual(t, rows(shown), 24, shown)
	require.Contains(t, shown, `"state":"sideways"`, "the place that differs is shown")
	require.Contains(t, shown, "  reproduce    "+o.Reproduce+"\n", "the command is whole and one line")
	require.Contains(t, shown, "/args/listjails/jail498/state")

	short := outcome(conformance.Must, conformance.Fail, "a value is wrong")
	short.Pointer, short.Expected, short.Got = "/x", "1", "2"
	short.Trace = []conformance.Message{{Transport: "websocket", Direction: "received", Text: `{"x":2}`}}
	require.Contains(t, report.Finding(short), `  received     websocket {"x":2}`)
}

// rows is how many rows of a screen a text takes.
func rows(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		n += max(1, (utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))+100-1)/100)
	}
	return n
}

// Whatever a server sends, a finding fits a screen and holds no sign that acts
// on a terminal.
func TestAnyFindingFitsAScreen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringN(500, 3000, -1), rapid.Just(large()), rapid.Just(anyBytes))
		o := outcome(conformance.Should, conformance.Fail, text.Draw(t, "message"))
		o.Pointer, o.Expected, o.Got, o.Source, o.Line = text.Draw(t, "pointer"), text.Draw(t, "expected"), text.Draw(t, "got"), text.Draw(t, "source"), 7
		o.Trace = nil
		for i := range rapid.IntRange(0, 40).Draw(t, "messages") {
			o.Trace = append(o.Trace, conformance.Message{Session: "second", Transport: "websocket", Direction: []string{"sent", "received"}[i%2], Text: text.Draw(t, "text")})
		}
		shown := report.Finding(o)
		require.LessOrEqual(t, rows(shown), 24, shown)
		require.False(t, strings.ContainsFunc(shown, func(r rune) bool { return r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0) }))
	})
}
