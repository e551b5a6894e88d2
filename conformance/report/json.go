package report

import (
	"encoding/json"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// jsonReport is the machine-readable verdict; fields may be added, none goes.
type jsonReport struct {
	Summary map[conformance.Status]int `json:"summary"`
	Checks  []jsonCheck                `json:"checks"`
}

type jsonCheck struct {
	ID          string                `json:"id"`
	Edition     string                `json:"edition"`
	Level       conformance.Level     `json:"level"`
	Status      conformance.Status    `json:"status"`
	Requirement string                `json:"requirement"`
	Section     string                `json:"section"`
	Message     string                `json:"message"`
	Known       string                `json:"known,omitempty"`
	Pointer     string                `json:"pointer,omitempty"`
	Expected    string                `json:"expected,omitempty"`
	Got         string                `json:"got,omitempty"`
	Script      string                `json:"script,omitempty"`
	Line        int                   `json:"line,omitempty"`
	Source      string                `json:"source,omitempty"`
	Reproduce   string                `json:"reproduce,omitempty"`
	Trace       []conformance.Message `json:"trace,omitempty"`
	DurationMS  float64               `json:"duration_ms"`
}

// JSON returns the result as a JSON document: an object with summary, the
// counts of every status, and checks.
func JSON(r conformance.Result) ([]byte, error) {
	report := jsonReport{Summary: map[conformance.Status]int{}, Checks: []jsonCheck{}}
	for _, s := range conformance.Statuses {
		report.Summary[s] = r.Count(s)
	}
	for _, o := range r.Checks {
		report.Checks = append(report.Checks, newJSONCheck(o))
	}
	text, err := json.MarshalIndent(report, "", "  ")
	return append(text, '\n'), err
}

func newJSONCheck(o conformance.Outcome) jsonCheck {
	c := jsonCheck{
		ID: o.Check.ID, Edition: o.Check.Edition.Name, Level: o.Check.Level, Status: o.Status,
		Requirement: o.Check.Requirement, Section: o.Check.Section, Message: o.Message, Known: o.Known,
		DurationMS: float64(o.Duration.Round(10*time.Microsecond)) / float64(time.Millisecond),
	}
	if o.Status == conformance.Fail || o.Status == conformance.Error {
		c.Pointer, c.Expected, c.Got = o.Pointer, o.Expected, o.Got
		c.Script, c.Line, c.Source, c.Trace = o.Script, o.Line, o.Source, o.Trace
		c.Reproduce = o.Reproduce
	}
	return c
}
