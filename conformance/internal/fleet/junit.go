package fleet

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// The shape of a JUnit report as CI services read it, of which this is the part
// that a fleet needs.
type (
	junitSuite struct {
		XMLName  xml.Name    `xml:"testsuite"`
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		ClassName string        `xml:"classname,attr"`
		Time      string        `xml:"time,attr"`
		Failure   *junitMessage `xml:"failure,omitempty"`
		Error     *junitMessage `xml:"error,omitempty"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit returns the result as a JUnit document with a case for each target: what
// became of its checks is in the report of the target itself.
func JUnit(r Result) ([]byte, error) {
	suite := junitSuite{Name: "sysadm fleet", Time: fmt.Sprintf("%.3f", r.Duration.Seconds())}
	for _, m := range r.Members {
		suite.add(newJUnitCase(m))
	}
	if why := r.unjudged(); why != "" {
		suite.add(junitCase{Name: "the fleet", ClassName: "sysadm.fleet", Time: "0", Error: &junitMessage{Message: report.Portable(why)}})
	}
	text, err := xml.MarshalIndent(suite, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	}
}

func newJUnitCase(m Member) junitCase {
	c := junitCase{Name: report.Portable(m.Name), ClassName: "sysadm.fleet", Time: fmt.Sprintf("%.3f", m.DurationMS/1000)}
	message := &junitMessage{Message: report.Portable(m.String())}
	for _, f := range m.Findings {
		message.Text += report.Portable(f.String()) + "\n"
	}
	switch m.Verdict {
	case conformance.Fails:
		c.Failure = message
	case conformance.Unjudged:
		c.Error = message
	}
	return c
}

// unjudged tells why the fleet was not judged to the end.
func (r Result) unjudged() string {
	var why []string
	if r.NotRun > 0 {
		why = append(why, fmt.Sprintf("%d targets were not judged", r.NotRun))
	}
	if r.Unable != "" {
		why = append(why, r.Unable)
	}
	return strings.Join(why, "; ")
}
