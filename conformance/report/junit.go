package report

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// The shape of a JUnit report, as CI services read it: that of the schema
// junit-10.xsd of Jenkins, and the attributes file and line of a case, which
// GitLab, CircleCI and others link to.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Timestamp  string          `xml:"timestamp,attr,omitempty"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		ClassName string        `xml:"classname,attr"`
		Time      string        `xml:"time,attr"`
		File      string        `xml:"file,attr,omitempty"`
		Line      int           `xml:"line,attr,omitempty"`
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
// edition, and one more if something beside the checks kept the target from
// being judged. A failure that does not make the target fail, as that of a MAY,
// is told in the output of a passed case.
func JUnit(r conformance.Result) ([]byte, error) {
	report := junitSuites{Name: "sysadm-conformance"}
	for _, part := range byEdition(r) {
		report.add(newJUnitSuite(r, part))
	}
	if why := troubles(r); len(why) > 0 {
		report.add(troubledSuite(why))
	}
	report.Time = seconds(r.Duration)
	text, err := xml.MarshalIndent(report, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

func (s *junitSuites) add(suite junitSuite) {
	s.Suites = append(s.Suites, suite)
	s.Tests += suite.Tests
	s.Failures += suite.Failures
	s.Errors += suite.Errors
}

// troubledSuite is red for what is no fault of any check.
func troubledSuite(why []string) junitSuite {
	s := junitSuite{Name: "sysadm-conformance", Time: seconds(0)}
	for _, reason := range why {
		s.add(junitCase{
			Name: "the run", ClassName: "sysadm-conformance", Time: seconds(0),
			Error: &junitMessage{Message: Portable(reason), Type: "run"},
		})
	}
	return s
}

func newJUnitSuite(r conformance.Result, outcomes []conformance.Outcome) junitSuite {
	s := junitSuite{Name: "sysadm " + outcomes[0].Check.Edition.Name}
	if !r.Start.IsZero() {
		s.Timestamp = r.Start.UTC().Format("2006-01-02T15:04:05")
	}
	for _, f := range facts(r) {
		if f.Name == "edition" {
			f.Value = outcomes[0].Check.Edition.Name
		}
		s.Properties = append(s.Properties, junitProperty{f.Name, Portable(f.Value)})
	}
	var took time.Duration
	for _, o := range outcomes {
		s.add(newJUnitCase(r, o))
		took += o.Duration
	}
	s.Time = seconds(took)
	return s
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Skipped != nil:
		s.Skipped++
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	}
}

func newJUnitCase(r conformance.Result, o conformance.Outcome) junitCase {
	c := junitCase{
		Name: Portable(o.Check.ID), Time: seconds(o.Duration), File: Portable(script(o)),
		ClassName: "sysadm." + Portable(o.Check.Edition.Name) + "." + string(o.Check.Level),
	}
	message := &junitMessage{Message: Portable(o.Sentence()), Type: string(o.Check.Level), Text: Portable(explanation(o))}
	switch judge(r, o) {
	case passed:
		c.Output = Portable(o.Known)
	case skipped:
		c.Skipped = &junitMessage{Message: Portable(string(o.Status) + ": " + o.Message)}
	case errored:
		c.Error, c.Line = message, o.Line
	case failed:
		c.Failure, c.Line = message, o.Line
	case excused:
		c.Output, c.Line = Portable(excuse(o)+": "+o.Sentence()+"\n"+explanation(o)), o.Line
	}
	return c
}

// explanation is what a failure shows beside its message.
func explanation(o conformance.Outcome) string {
	var b strings.Builder
	for _, f := range findingFacts(o)[1:] {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Value)
	}
	for _, line := range lines(o.Trace) {
		fmt.Fprintln(&b, line)
	}
	return b.String()
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
