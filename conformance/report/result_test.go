package report_test

import (
	"errors"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// anyBytes is what a wrong server may send.
const anyBytes = "\x00\x1b[31m <&>]]> \xff\xfe \uFFFE \u0085 # \\ ``` @all ü 😀\r\n"

func outcome(level conformance.Level, s conformance.Status, message string) conformance.Outcome {
	return conformance.Outcome{
		Check:  conformance.Check{ID: "a.b", Edition: edition.Default, Level: level, Requirement: "x.", Section: "y"},
		Status: s, Message: message, Trace: []conformance.Message{{Transport: "rest", Direction: "received", Text: message}}, Duration: time.Millisecond,
	}
}

// resultOf is a whole result with checks of different ids.
func resultOf(checks ...conformance.Outcome) conformance.Result {
	for i := range checks {
		checks[i].Check.ID = fmt.Sprintf("a.b%d", i)
	}
	return conformance.Result{
		Version: "v1", Target: conformance.Target{Kind: "address", WS: "wss://host:1", REST: "https://host:2"},
		Editions: []edition.Edition{edition.Default}, Compat: edition.Documented,
		Start: time.Date(2016, 2, 22, 12, 0, 0, 0, time.UTC), Duration: 2 * time.Second,
		FailOn: conformance.Should, Checks: checks,
	}
}

// everyKind has a check for each way to end, and each level of it.
func everyKind() conformance.Result {
	var checks []conformance.Outcome
	for _, level := range conformance.Levels {
		checks = append(checks, outcome(level, conformance.Pass, ""))
		for _, s := range conformance.Statuses[1:] {
			checks = append(checks, outcome(level, s, "why "+anyBytes))
		}
	}
	return resultOf(checks...)
}

// results are any results that Run could return.
func results() *rapid.Generator[conformance.Result] {
	return rapid.Custom(func(t *rapid.T) conformance.Result {
		r := resultOf(rapid.SliceOfN(outcomes(), 0, 12).Draw(t, "checks")...)
		r.FailOn = rapid.SampledFrom(conformance.Levels[:2]).Draw(t, "fail on")
		r.NoSkips = rapid.Bool().Draw(t, "no skips")
		switch rapid.IntRange(0, 9).Draw(t, "trouble") {
		case 0:
			r.Unable, r.NotRun = errors.New("cannot finish the run: interrupt"), 3
		case 1:
			r.EndError = errors.New("sysadm-sim did not end: " + anyBytes)
		case 2:
			r.RunID, r.Owed = "7", []conformance.Loan{{Kind: conformance.JailState, Edition: "2016-02-22", Name: anyBytes, Was: "up"}}
		case 3:
			r.Changes = []conformance.Change{{Text: anyBytes + "x", Ours: rapid.Bool().Draw(t, "ours")}}
		}
		return r
	})
}

func outcomes() *rapid.Generator[conformance.Outcome] {
	return rapid.Custom(func(t *rapid.T) conformance.Outcome {
		s := rapid.SampledFrom(conformance.Statuses).Draw(t, "status")
		message := ""
		if s != conformance.Pass {
			message = "why: " + texts().Draw(t, "message")
		}
		o := outcome(rapid.SampledFrom(conformance.Levels).Draw(t, "level"), s, message)
		o.Check.Edition = rapid.SampledFrom(edition.Editions).Draw(t, "edition")
		o.Pointer, o.Expected, o.Got = texts().Draw(t, "pointer"), texts().Draw(t, "expected"), texts().Draw(t, "got")
		o.Reproduce, o.Source = texts().Draw(t, "reproduce"), texts().Draw(t, "source")
		if s == conformance.Fail && rapid.Bool().Draw(t, "known") {
			o.Known = "because " + texts().Draw(t, "known")
		}
		o.Script, o.Line = "a.b.txtar", rapid.IntRange(0, 30).Draw(t, "line")
		o.Trace[0].Text = texts().Draw(t, "text")
		return o
	})
}

// texts are those of a server that wants to harm who reads about it.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{anyBytes, "<script>alert(1)</script>", "]]>", "# SKIP", "\n...\nBail out!", "</details>", "````"}),
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
}
