package conformance

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// anyBytes is what a wrong server may send.
const anyBytes = "\x00\x1b[31m <&>]]> \xff\xfe \uFFFE \u0085 ü 😀"

func outcome(level Level, s Status, message string) Outcome {
	return Outcome{
		Check:  Check{ID: "a.b", Edition: edition.Default, Level: level, Requirement: "x.", Section: "y"},
		Status: s, Message: message, Trace: []string{"rest received " + message}, Duration: time.Millisecond,
	}
}

func TestJUnitIsValidForAnyBytes(t *testing.T) {
	result := Result{FailOn: Should, Checks: []Outcome{
		outcome(Must, Pass, ""), outcome(Must, Fail, anyBytes), outcome(Should, Error, anyBytes),
		outcome(May, Fail, anyBytes), outcome(Must, Skip, "no reason "+anyBytes), outcome(Must, Disabled, "x"),
	}}
	text, err := result.JUnit()
	require.NoError(t, err)
	d := xml.NewDecoder(strings.NewReader(string(text)))
	for {
		_, err := d.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
	}
	var report junitSuites
	require.NoError(t, xml.Unmarshal(text, &report))
	s := report.Suites[0]
	require.Equal(t, []int{6, 1, 1, 2}, []int{s.Tests, s.Failures, s.Errors, s.Skipped})
	require.Equal(t, "a.b", s.Cases[0].Name)
	require.Equal(t, "sysadm."+edition.Default.Name+".MUST", s.Cases[0].ClassName)
	require.NotContains(t, string(text), "\x1b")
}

func TestJSONReport(t *testing.T) {
	result := Result{Checks: []Outcome{outcome(Must, Pass, ""), outcome(Must, Fail, anyBytes)}}
	text, err := result.JSON()
	require.NoError(t, err)
	var report struct {
		Summary map[string]int
		Checks  []map[string]any
	}
	require.NoError(t, json.Unmarshal(text, &report))
	require.Equal(t, map[string]int{"pass": 1, "fail": 1, "skip": 0, "disabled": 0, "error": 0}, report.Summary)
	for _, name := range []string{"id", "edition", "level", "status", "requirement", "section", "message"} {
		require.Contains(t, report.Checks[0], name)
	}
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		name   string
		failOn Level
		checks []Outcome
		want   int
	}{
		{"all pass", Should, []Outcome{outcome(Must, Pass, "")}, 0},
		{"a MAY fails", Should, []Outcome{outcome(Must, Pass, ""), outcome(May, Fail, "")}, 0},
		{"a SHOULD fails", Should, []Outcome{outcome(Should, Fail, "")}, 1},
		{"a SHOULD fails and does not count", Must, []Outcome{outcome(Should, Fail, ""), outcome(Must, Pass, "")}, 0},
		{"an error", Should, []Outcome{outcome(Must, Pass, ""), outcome(May, Error, "")}, 2},
		{"an error and a failure", Should, []Outcome{outcome(Must, Fail, ""), outcome(Must, Error, "")}, 1},
		{"nothing was judged", Should, []Outcome{outcome(Must, Skip, ""), outcome(Must, Disabled, "")}, 2},
		{"nothing at all", Should, nil, 2},
	} {
		require.Equal(t, c.want, Result{FailOn: c.failOn, Checks: c.checks}.ExitCode(), c.name)
	}
}

func TestHumanReportHasNoControlCharacters(t *testing.T) {
	var b strings.Builder
	report{w: &b}.write(Result{FailOn: Should, Checks: []Outcome{outcome(Must, Fail, anyBytes)}}, time.Second)
	require.NotContains(t, b.String(), "\x1b")
	require.NotContains(t, b.String(), "\x00")
	require.Contains(t, b.String(), "FAIL MUST a.b")
}

func TestTraceHidesSecrets(t *testing.T) {
	var tr trace
	tr.keepSecret("admin", `pa"ss`)
	tr.note(websocket, "sent", []byte(`{"password":"pa\"ss"} pa"ss YWRtaW46cGEic3M=`))
	tr.hide("T0ken", "<token>")
	tr.note(websocket, "sent", []byte(strings.Repeat("T0ken ", 1000)))
	shown := strings.Join(tr.shown(), "\n")
	for _, secret := range []string{`pa\"ss`, `pa"ss`, "YWRtaW46cGEic3M=", "T0ken"} {
		require.NotContains(t, shown, secret)
	}
	for range 100 {
		tr.note(rest, "sent", []byte("x"))
	}
	require.LessOrEqual(t, len(tr.lines), traceLines)
}
