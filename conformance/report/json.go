package report

import (
	"bytes"
	_ "embed" // Schema
	"encoding/json"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// Schema is the JSON Schema (2020-12) of a JSON report.
//
//go:embed result.schema.json
var Schema []byte

// schemaID is how a report names its schema.
const schemaID = "https://sysadm-go.github.io/schemas/conformance/result.schema.json"

// jsonReport is the machine-readable verdict; fields may be added, none goes.
type jsonReport struct {
	Schema     string                     `json:"$schema"`
	Version    string                     `json:"version"`
	Target     conformance.Target         `json:"target"`
	Editions   []string                   `json:"editions"`
	Compat     string                     `json:"compat"`
	Start      time.Time                  `json:"start"`
	DurationMS float64                    `json:"duration_ms"`
	Verdict    conformance.Verdict        `json:"verdict"`
	FailOn     conformance.Level          `json:"fail_on"`
	NoSkips    bool                       `json:"no_skips"`
	Shard      string                     `json:"shard,omitempty"`
	NotRun     int                        `json:"not_run"`
	Unable     string                     `json:"unable,omitempty"`
	EndError   string                     `json:"end_error,omitempty"`
	RunID      string                     `json:"run_id,omitempty"`
	Changes    []conformance.Change       `json:"changes,omitempty"`
	Owed       []conformance.Loan         `json:"owed,omitempty"`
	Summary    map[conformance.Status]int `json:"summary"`
	Checks     []jsonCheck                `json:"checks"`
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
	Pointer     *string               `json:"pointer,omitempty"` // "" is the whole reply
	Expected    string                `json:"expected,omitempty"`
	Got         string                `json:"got,omitempty"`
	Script      string                `json:"script,omitempty"`
	Line        int                   `json:"line,omitempty"`
	Source      string                `json:"source,omitempty"`
	Reproduce   string                `json:"reproduce,omitempty"`
	Trace       []conformance.Message `json:"trace,omitempty"`
	DurationMS  float64               `json:"duration_ms"`
}

// JSON returns the result as a JSON document that obeys Schema.
func JSON(r conformance.Result) ([]byte, error) {
	report := jsonReport{
		Schema: schemaID, Version: r.Version, Target: r.Target, Editions: []string{}, Compat: r.Compat.Name,
		Start: r.Start.UTC().Round(time.Millisecond), DurationMS: milliseconds(r.Duration),
		Verdict: r.Verdict(), FailOn: r.FailOn, NoSkips: r.NoSkips, Shard: r.Shard.String(), NotRun: r.NotRun,
		Unable: sentence(r.Unable), EndError: sentence(r.EndError),
		RunID: r.RunID, Changes: r.Changes, Owed: r.Owed,
		Summary: map[conformance.Status]int{}, Checks: []jsonCheck{},
	}
	for _, e := range r.Editions {
		report.Editions = append(report.Editions, e.Name)
	}
	for _, s := range conformance.Statuses {
		report.Summary[s] = r.Count(s)
	}
	for _, o := range r.Checks {
		report.Checks = append(report.Checks, newJSONCheck(o))
	}
	return Indented(report)
}

// Indented is a value as JSON that people read, too.
func Indented(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(value)
	return b.Bytes(), err
}

func newJSONCheck(o conformance.Outcome) jsonCheck {
	c := jsonCheck{
		ID: o.Check.ID, Edition: o.Check.Edition.Name, Level: o.Check.Level, Status: o.Status,
		Requirement: o.Check.Requirement, Section: o.Check.Section, Message: o.Message, Known: o.Known,
		DurationMS: milliseconds(o.Duration),
	}
	if o.Status == conformance.Fail || o.Status == conformance.Error {
		c.Expected, c.Got = o.Expected, o.Got
		if o.Expected != "" {
			c.Pointer = &o.Pointer
		}
		c.Script, c.Line, c.Source, c.Trace = o.Script, o.Line, o.Source, o.Trace
		c.Reproduce = o.Reproduce
	}
	return c
}

// milliseconds leaves two digits behind the point.
func milliseconds(d time.Duration) float64 {
	return float64(d.Round(10*time.Microsecond)) / float64(time.Millisecond)
}

// sentence is the text of an error, if there is one.
func sentence(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
