package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/junit"
)

// JUnit returns the result as a JUnit document: one test suite for each
// edition, and one more if something beside the checks kept the target from
// being judged. A failure that does not make the target fail, as that of a MAY,
// is told in the output of a passed case.
func JUnit(r conformance.Result) ([]byte, error) {
	report := junit.Suites{Name: "sysadm-conformance"}
	for _, part := range byEdition(r) {
		report.Add(newJUnitSuite(r, part))
	}
	if why := troubles(r); len(why) > 0 {
		report.Add(troubledSuite(why))
	}
	report.Time = junit.Seconds(r.Duration)
	return junit.Encode(report)
}

// troubledSuite is red for what is no fault of any check.
func troubledSuite(why []string) junit.Suite {
	s := junit.Suite{Name: "sysadm-conformance", Time: junit.Seconds(0)}
	for _, reason := range why {
		s.Add(junit.Case{
			Name: "the run", ClassName: "sysadm-conformance", Time: junit.Seconds(0),
			Error: &junit.Message{Message: Portable(reason), Type: "run"},
		})
	}
	return s
}

func newJUnitSuite(r conformance.Result, outcomes []conformance.Outcome) junit.Suite {
	s := junit.Suite{Name: "sysadm " + outcomes[0].Check.Edition.Name}
	if !r.Start.IsZero() {
		s.Timestamp = r.Start.UTC().Format("2006-01-02T15:04:05")
	}
	for _, f := range facts(r) {
		if f.Name == "edition" {
			f.Value = outcomes[0].Check.Edition.Name
		}
		s.Properties = append(s.Properties, junit.Property{Name: f.Name, Value: Portable(f.Value)})
	}
	var took time.Duration
	for _, o := range outcomes {
		s.Add(newJUnitCase(r, o))
		took += o.Duration
	}
	s.Time = junit.Seconds(took)
	return s
}

func newJUnitCase(r conformance.Result, o conformance.Outcome) junit.Case {
	c := junit.Case{
		Name: Portable(o.Check.ID), Time: junit.Seconds(o.Duration), File: Portable(script(o)),
		ClassName: "sysadm." + Portable(o.Check.Edition.Name) + "." + string(o.Check.Level),
	}
	message := &junit.Message{Message: Portable(o.Sentence()), Type: string(o.Check.Level), Text: Portable(explanation(o))}
	switch judge(r, o) {
	case passed:
		c.Output = Portable(o.Known)
	case skipped:
		c.Skipped = &junit.Message{Message: Portable(string(o.Status) + ": " + o.Message)}
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
