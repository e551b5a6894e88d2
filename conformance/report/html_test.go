package report_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// largeRun has 2,000 checks; 300 of them failed after messages of 64 KiB.
func largeRun() conformance.Result {
	long := fmt.Sprintf(`{"args": {"x": [%s1]}}`, strings.Repeat(`"<&>\"", `, 7000))
	var checks []conformance.Outcome
	for i := range 2000 {
		o := outcome(conformance.Must, conformance.Pass, "")
		if i%7 == 0 && i/7 < 300 || i >= 1984 {
			o = outcome(conformance.Must, conformance.Fail, long)
			o.Expected, o.Got, o.Reproduce = long, long, "again"
			if i < 70 {
				o.Pointer = "/args/x/7000"
			}
			for range 20 {
				o.Trace = append(o.Trace, conformance.Message{Transport: "websocket", Direction: "received", Text: long})
			}
		}
		checks = append(checks, o)
	}
	return resultOf(checks...)
}

func page(t require.TestingT, r conformance.Result) string {
	text, err := report.HTML(r)
	require.NoError(t, err)
	return string(text)
}

func TestPageIsBounded(t *testing.T) {
	r := largeRun()
	require.Equal(t, 300, r.Count(conformance.Fail))
	text := page(t, r)
	require.Less(t, len(text), 12<<20)
	require.Contains(t, text, "<mark>1</mark>", "the difference is shown although it is far behind")
	require.Contains(t, text, "9 messages behind the first are left out")

	deep := outcome(conformance.Must, conformance.Fail, "too deep")
	deep.Trace[0].Text = strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	require.Less(t, len(page(t, resultOf(deep))), 100_000, "nesting is not indented without end")
}

func TestPageShowsAFailure(t *testing.T) {
	checks, err := conformance.List(conformance.Options{Run: []string{"startjail.starts.*"}})
	require.NoError(t, err)
	const ended = "json /args/listjails/$UUID/state is up"
	_, script := checks[0].Script()
	line := strings.Count(script[:strings.Index(script, ended)], "\n") + 1
	text := page(t, conformance.Result{FailOn: conformance.Should, Checks: []conformance.Outcome{{
		Check: checks[0], Status: conformance.Fail, Message: "a value is wrong",
		Pointer: "/args/a~1b/1/state", Expected: "the text up", Got: `"down"`, Line: line, Reproduce: "sysadm-conformance run --run 'x y'",
		Trace: []conformance.Message{
			{Transport: "rest", Direction: "sent", Verb: "PUT", Path: "/sysadm/iocage", Text: `{"action":"listjails"}`},
			{Transport: "rest", Direction: "received", Status: 200, Text: `{"args":{"a/b":[0,{"jid":"-","state":"down"}]}}`},
			{Transport: "websocket", Direction: "received", Text: `{"name":"an event that came later"}`, Bytes: 99999},
		},
	}}})
	for _, want := range []string{
		`id="2016-02-22/startjail.starts.websocket"`, `href="#2016-02-22/startjail.starts.websocket"`,
		`<dd>&#34;Start a Jail&#34;, class sysadm/iocage</dd>`,
		`<code>/args/a~1b/1/state</code>`, `<code>the text up</code>`, `<code class="got">&#34;down&#34;</code>`,
		`sysadm-conformance run --run &#39;x y&#39;`,
		`<p>rest sent PUT /sysadm/iocage</p>`, `<p>rest received status 200</p>`,
		`&#34;state&#34;: <mark>&#34;down&#34;</mark>`, `(the first of 99999 bytes)`,
		`conformance/scripts/all/startjail.starts.txtar`,
		fmt.Sprintf("<mark>%4d ▶ %s</mark>", line, ended), "   ask startjail jail=$JAIL\n",
	} {
		require.Contains(t, text, want)
	}
	require.Equal(t, 2, strings.Count(text, "<mark>"), "the value and the line")
}

// A pointer to what is not there marks what should have it.
func TestPageMarksWhatLacksAMember(t *testing.T) {
	for pointer, want := range map[string]string{
		"/args/tag":   `<mark>{` + "\n" + `    &#34;jid&#34;: 1` + "\n" + `  }</mark>`,
		"/args/jid":   `<mark>1</mark>`,
		"/args/jid/x": `<mark>1</mark>`,
		"/name":       `<mark>{` + "\n" + `  &#34;args&#34;`,
		"":            `<pre tabindex="0">{`,
	} {
		o := outcome(conformance.Must, conformance.Fail, "x")
		o.Pointer, o.Expected, o.Trace[0].Text = pointer, "y", `{"args":{"jid":1}}`
		require.Contains(t, page(t, resultOf(o)), want, pointer)
	}
}

func TestPageCountsByActionAndTransport(t *testing.T) {
	r := resultOf(outcome(conformance.Must, conformance.Pass, ""), outcome(conformance.Must, conformance.Fail, "x"),
		outcome(conformance.May, conformance.Fail, "x"), outcome(conformance.Must, conformance.Skip, "x"), outcome(conformance.Must, conformance.Disabled, "x"))
	for i, id := range []string{"startjail.starts.rest", "auth.required.startjail.rest", "tls.old", "documented.2016-02-05.sysadm-iocage.listjails.websocket", "df.shape.rest"} {
		r.Checks[i].Check.ID = id
	}
	text := page(t, r)
	rows := regexp.MustCompile(`<tr><th scope="row">([^<]*)</th>\s*(.*)</tr>`).FindAllStringSubmatch(text[strings.Index(text, `class="matrix"`):], -1)
	var told []string
	for _, row := range rows {
		cells := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(strings.ReplaceAll(row[2], "</td><td", "</td>|<td"), "")
		told = append(told, row[1]+": "+strings.TrimSpace(cells))
	}
	require.Equal(t, []string{"listjails: 1 skipped|–|–", "startjail: –|1 failed, 1 passed|–", "tls: –|–|1 excused"}, told[:3])
	require.NotContains(t, text, "df.shape.rest", "what was not selected is only counted")
	require.Contains(t, text, "1 checks were not selected")
}

// No text of a server becomes a tag.
func TestPageEscapes(t *testing.T) {
	tags := regexp.MustCompile(`<[a-zA-Z/!][^>]*>`)
	known := map[string]bool{}
	troubled := failedRun()
	troubled.Unable = errors.New("cannot finish the run")
	for _, r := range []conformance.Result{everyKind(), failedRun(), troubled, resultOf()} {
		for _, tag := range tags.FindAllString(page(t, r), -1) {
			known[name(tag)] = true
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, tag := range tags.FindAllString(page(t, results().Draw(t, "result")), -1) {
			require.True(t, known[name(tag)], tag)
		}
	})
}

// name is that of a tag, without its attributes.
func name(tag string) string { return strings.Trim(strings.Fields(tag)[0], "<>") }
