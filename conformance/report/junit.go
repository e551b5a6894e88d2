package report

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// The shape of a JUnit report, as CI services read it.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Name    string       `xml:"name,attr"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		ClassName string        `xml:"classname,attr"`
		Time      string        `xml:"time,attr"`
		Skipped   *junitMessage `xml:"skipped,omitempty"`
		Failure   *junitMessage `xml:"failure,omitempty"`
		Error     *junitMessage `xml:"error,omitempty"`
		Output    string        `xml:"system-out,omitempty"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// JUnit returns the result as a JUnit document: one test suite for each
// edition. A failure that does not make the target fail, that of a MAY, is
// told in the output of a passed case.
func JUnit(r conformance.Result) ([]byte, error) {
	report := junitSuites{Name: "sysadm-conformance"}
	for _, part := range byEdition(r) {
		report.Suites = append(report.Suites, newJUnitSuite(part, r.FailOn))
	}
	text, err := xml.MarshalIndent(report, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

// byEdition splits the outcomes, which stand edition by edition.
func byEdition(r conformance.Result) [][]conformance.Outcome {
	var parts [][]conformance.Outcome
	for i, o := range r.Checks {
		if i == 0 || o.Check.Edition.Name != r.Checks[i-1].Check.Edition.Name {
			parts = append(parts, nil)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], o)
	}
	return parts
}

func newJUnitSuite(outcomes []conformance.Outcome, failOn conformance.Level) junitSuite {
	s := junitSuite{Name: "sysadm " + outcomes[0].Check.Edition.Name, Tests: len(outcomes)}
	var took time.Duration
	for _, o := range outcomes {
		c := newJUnitCase(o, failOn)
		s.Cases = append(s.Cases, c)
		took += o.Duration
		switch {
		case c.Skipped != nil:
			s.Skipped++
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		}
	}
	s.Time = seconds(took)
	return s
}

func newJUnitCase(o conformance.Outcome, failOn conformance.Level) junitCase {
	c := junitCase{
		Name: xmlText(o.Check.ID), Time: seconds(o.Duration),
		ClassName: "sysadm." + o.Check.Edition.Name + "." + string(o.Check.Level),
	}
	message := &junitMessage{Message: xmlText(o.Sentence()), Type: string(o.Check.Level), Text: xmlText(explanation(o))}
	switch {
	case o.Status == conformance.Skip, o.Status == conformance.Disabled:
		c.Skipped = &junitMessage{Message: xmlText(string(o.Status) + ": " + o.Message)}
	case o.Status == conformance.Error:
		c.Error = message
	case o.Counts(failOn):
		c.Failure = message
	case o.Status == conformance.Fail:
		c.Output = xmlText("not binding: " + o.Sentence() + "\n" + explanation(o))
	}
	return c
}

// explanation is what a failure shows beside its message.
func explanation(o conformance.Outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "requirement: %s\nsection: %s\nscript: %s:%d\n", o.Check.Requirement, o.Check.Section, o.Script, o.Line)
	for _, line := range lines(o.Trace) {
		fmt.Fprintln(&b, line)
	}
	return b.String()
}

// xmlText makes any bytes valid in XML 1.0.
func xmlText(text string) string {
	return strings.Map(func(c rune) rune {
		if c == 0xFFFE || c == 0xFFFF {
			return '\uFFFD'
		}
		return c
	}, printable(text))
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
