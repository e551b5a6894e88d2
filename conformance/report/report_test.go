package report

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// anyBytes is what a wrong server may send.
const anyBytes = "\x00\x1b[31m <&>]]> \xff\xfe \uFFFE \u0085 ü 😀"

func outcome(level conformance.Level, s conformance.Status, message string) conformance.Outcome {
	return conformance.Outcome{
		Check:  conformance.Check{ID: "a.b", Edition: edition.Default, Level: level, Requirement: "x.", Section: "y"},
		Status: s, Message: message, Trace: []conformance.Message{{Transport: "rest", Direction: "received", Text: message}}, Duration: time.Millisecond,
	}
}

func TestJUnitIsValidForAnyBytes(t *testing.T) {
	result := conformance.Result{FailOn: conformance.Should, Checks: []conformance.Outcome{
		outcome(conformance.Must, conformance.Pass, ""), outcome(conformance.Must, conformance.Fail, anyBytes), outcome(conformance.Should, conformance.Error, anyBytes),
		outcome(conformance.May, conformance.Fail, anyBytes), outcome(conformance.Must, conformance.Skip, "no reason "+anyBytes), outcome(conformance.Must, conformance.Disabled, "x"),
	}}
	text, err := JUnit(result)
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
	result := conformance.Result{Checks: []conformance.Outcome{outcome(conformance.Must, conformance.Pass, ""), outcome(conformance.Must, conformance.Fail, anyBytes)}}
	text, err := JSON(result)
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

func TestHumanReportHasNoControlCharacters(t *testing.T) {
	var b strings.Builder
	Text(&b, Style{}, conformance.Result{FailOn: conformance.Should, Checks: []conformance.Outcome{outcome(conformance.Must, conformance.Fail, anyBytes)}})
	require.NotContains(t, b.String(), "\x1b")
	require.NotContains(t, b.String(), "\x00")
	require.Contains(t, b.String(), "FAIL MUST a.b")
}
