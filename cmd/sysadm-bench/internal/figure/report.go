package figure

import (
	"bytes"
	_ "embed" // Schema
	"encoding/json"
	"fmt"
	"time"
)

// Schema is the JSON Schema (2020-12) of a Report.
//
//go:embed performance.schema.json
var Schema []byte

// SchemaID is the id by which a Report names its schema.
const SchemaID = "https://sysadm-go.github.io/schemas/performance.schema.json"

// A Report is the result of one run, and a description of its machine.
type Report struct {
	Schema   string    `json:"$schema"`
	Form     string    `json:"form"`     // short or full
	Revision string    `json:"revision"` // of the source, as git has it; empty if unknown
	Begin    time.Time `json:"begin"`
	Seconds  float64   `json:"seconds"` // that the run took
	Machine  Machine   `json:"machine"`
	Earlier  *Earlier  `json:"earlier,omitempty"`
	Topics   []Topic   `json:"topics"`
}

// Earlier is the run with which the figures are compared.
type Earlier struct {
	Revision string `json:"revision"`
	CPU      string `json:"cpu"`
}

// A Topic is a group of figures that answer one question.
type Topic struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Text    string   `json:"text"` // what is measured, and compared with what
	Figures []Figure `json:"figures"`

	// Error is why the topic could not be measured; then there are no figures.
	Error string `json:"error,omitempty"`
}

// A Machine describes where a run was made.
type Machine struct {
	CPU       string `json:"cpu"` // as the system names it
	Cores     int    `json:"cores"`
	System    string `json:"system"` // as uname -srm says
	Go        string `json:"go"`     // the version that built the program which measures
	LoadBegin string `json:"load_begin"`
	LoadEnd   string `json:"load_end"` // load averages of 1, 5 and 15 minutes
}

// Finish records the duration of the run and the load at its end.
func (r *Report) Finish() {
	r.Seconds = time.Since(r.Begin).Round(time.Second).Seconds()
	r.Machine.LoadEnd = load()
}

// Encode returns the report as JSON, indented for people.
func (r Report) Encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("cannot write the figures as JSON: %w", err)
	}
	return b.Bytes(), nil
}

// Decode reads what Encode wrote.
func Decode(text []byte) (Report, error) {
	var r Report
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return Report{}, fmt.Errorf("cannot read the figures: %w", err)
	}
	return r, nil
}

// CompareWith adds the figures of an earlier run.
func (r *Report) CompareWith(e Report) {
	r.Earlier = &Earlier{Revision: e.Revision, CPU: e.Machine.CPU}
	told := map[[2]string]float64{}
	for _, t := range e.Topics {
		for _, f := range t.Figures {
			told[[2]string{t.ID, f.Name}] = f.outcome()
		}
	}
	for _, t := range r.Topics {
		for i, f := range t.Figures {
			if x, found := told[[2]string{t.ID, f.Name}]; found {
				t.Figures[i].Before = &x
			}
		}
	}
}

// Verdicts counts the figures that have a target, and those that miss it.
func (r Report) Verdicts() (met, missed int) {
	for _, t := range r.Topics {
		for _, f := range t.Figures {
			switch f.Verdict {
			case Met:
				met++
			case Missed:
				missed++
			}
		}
	}
	return met, missed
}
