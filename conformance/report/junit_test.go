package report_test

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// A junitDocument is a JUnit report as a CI service reads it.
type junitDocument struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Suites   []struct {
		Name       string `xml:"name,attr"`
		Tests      int    `xml:"tests,attr"`
		Failures   int    `xml:"failures,attr"`
		Errors     int    `xml:"errors,attr"`
		Skipped    int    `xml:"skipped,attr"`
		Timestamp  string `xml:"timestamp,attr"`
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []struct {
			Name      string        `xml:"name,attr"`
			ClassName string        `xml:"classname,attr"`
			File      string        `xml:"file,attr"`
			Line      int           `xml:"line,attr"`
			Time      string        `xml:"time,attr"`
			Skipped   *junitMessage `xml:"skipped"`
			Failure   *junitMessage `xml:"failure"`
			Error     *junitMessage `xml:"error"`
			Output    string        `xml:"system-out"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// readJUnit reads every token, so that nothing is overlooked.
func readJUnit(t require.TestingT, text []byte) junitDocument {
	d := xml.NewDecoder(strings.NewReader(string(text)))
	for {
		_, err := d.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
	}
	var document junitDocument
	require.NoError(t, xml.Unmarshal(text, &document))
	return document
}

func TestJUnit(t *testing.T) {
	r := everyKind()
	r.Checks[1].Script, r.Checks[1].Line = "a.b.txtar", 7
	text, err := report.JUnit(r)
	require.NoError(t, err)
	require.NotContains(t, string(text), "\x1b")
	document := readJUnit(t, text)
	require.Len(t, document.Suites, 1)
	s := document.Suites[0]
	require.Equal(t, []int{15, 2, 3, 6}, []int{s.Tests, s.Failures, s.Errors, s.Skipped})
	require.Equal(t, []int{15, 2, 3}, []int{document.Tests, document.Failures, document.Errors})
	require.Equal(t, "2016-02-22T12:00:00", s.Timestamp)
	told := map[string]string{}
	for _, p := range s.Properties {
		told[p.Name] = p.Value
	}
	require.Equal(t, "wss://host:1 and https://host:2", told["target"])
	require.Equal(t, "2016-02-22", told["edition"])
	require.Equal(t, "documented", told["compat"])

	failed := s.Cases[1]
	require.Equal(t, "a.b1", failed.Name)
	require.Equal(t, "sysadm.2016-02-22.MUST", failed.ClassName)
	require.Equal(t, "a.b.txtar", failed.File)
	require.Equal(t, 7, failed.Line)
	require.Equal(t, "0.001", failed.Time)
	require.Contains(t, failed.Failure.Text, "requirement: x.")
	require.Contains(t, s.Cases[2].Skipped.Message, "skip: why")
	require.Nil(t, s.Cases[4].Failure, "an error is no failure")
	require.NotNil(t, s.Cases[4].Error)
	require.Nil(t, s.Cases[11].Failure, "a MAY is never red")
	require.Contains(t, s.Cases[11].Output, "not binding: why")
}

// A service that counts failures and errors comes to the same verdict.
func TestJUnitIsRedUnlessTheServerPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := results().Draw(t, "result")
		text, err := report.JUnit(r)
		require.NoError(t, err)
		document := readJUnit(t, text)
		require.Equal(t, r.Verdict() == conformance.Passes, document.Failures+document.Errors == 0, string(text))
		tests := 0
		for _, s := range document.Suites {
			tests += len(s.Cases)
			require.Equal(t, s.Tests, len(s.Cases))
		}
		require.Equal(t, document.Tests, tests)
	})
}
