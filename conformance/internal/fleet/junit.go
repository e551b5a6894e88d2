package fleet

import (
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/junit"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// JUnit returns the result as a JUnit document with a case for each target: what
// became of its checks is in the report of the target itself.
func JUnit(r Result) ([]byte, error) {
	suite := junit.Suite{Name: "sysadm fleet", Time: junit.Seconds(r.Duration)}
	for _, m := range r.Members {
		suite.Add(newJUnitCase(m))
	}
	if why := r.unjudged(); why != "" {
		suite.Add(junit.Case{Name: "the fleet", ClassName: "sysadm.fleet", Time: "0", Error: &junit.Message{Message: report.Portable(why)}})
	}
	return junit.Encode(suite)
}

func newJUnitCase(m Member) junit.Case {
	c := junit.Case{Name: report.Portable(m.Name), ClassName: "sysadm.fleet", Time: fmt.Sprintf("%.3f", m.DurationMS/1000)}
	message := &junit.Message{Message: report.Portable(m.String())}
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
