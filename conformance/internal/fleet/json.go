package fleet

import (
	"bytes"
	_ "embed" // Schema
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// Schema is the JSON Schema (2020-12) of a fleet's JSON report.
//
//go:embed fleet.schema.json
var Schema []byte

// SchemaID is how a report names its schema.
const SchemaID = "https://sysadm-go.github.io/schemas/conformance/fleet.schema.json"

// jsonReport is the verdict for programs; members may be added, none goes.
type jsonReport struct {
	Schema     string                      `json:"$schema"`
	Version    string                      `json:"version"`
	Start      time.Time                   `json:"start"`
	DurationMS float64                     `json:"duration_ms"`
	Verdict    conformance.Verdict         `json:"verdict"`
	Shard      string                      `json:"shard,omitempty"`
	NotRun     int                         `json:"not_run"`
	Unable     string                      `json:"unable,omitempty"`
	Summary    map[conformance.Verdict]int `json:"summary"`
	Targets    []Member                    `json:"targets"`
}

// JSON returns the result as a JSON document that obeys Schema.
func JSON(r Result) ([]byte, error) {
	report := jsonReport{
		Schema: SchemaID, Version: r.Version, Start: r.Start.UTC().Round(time.Millisecond),
		DurationMS: float64(r.Duration.Microseconds()) / 1000, Verdict: r.Verdict(), Shard: r.Shard.String(),
		NotRun: r.NotRun, Unable: r.Unable, Summary: map[conformance.Verdict]int{}, Targets: slices.Clone(r.Members),
	}
	if report.Targets == nil {
		report.Targets = []Member{}
	}
	for _, v := range verdicts {
		report.Summary[v] = r.Count(v)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(report)
	return b.Bytes(), err
}

var verdicts = []conformance.Verdict{conformance.Passes, conformance.Fails, conformance.Unjudged}

// ReadFile reads the JSON report of a fleet that an earlier run has written to a file.
func ReadFile(path string) (Result, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Result{}, fmt.Errorf("cannot read the report: %v", err)
	}
	r, err := Read(text)
	if err != nil {
		return r, fmt.Errorf("cannot read report %s: %v", path, err)
	}
	return r, nil
}

// Read reads a fleet's JSON report.
func Read(text []byte) (Result, error) {
	var report jsonReport
	if err := json.Unmarshal(text, &report); err != nil {
		return Result{}, fmt.Errorf("it is no JSON report of a fleet: %v", err)
	}
	if report.Schema != SchemaID || report.Targets == nil {
		return Result{}, errors.New("it is no JSON report of a fleet: it has no targets, or is of another schema")
	}
	r := Result{
		Version: report.Version, Start: report.Start, NotRun: report.NotRun, Unable: report.Unable, Members: report.Targets,
		Duration: time.Duration(report.DurationMS * float64(time.Millisecond)).Round(time.Microsecond),
	}
	for _, m := range r.Members {
		if m.Name == "" || !slices.Contains(verdicts, m.Verdict) {
			return r, fmt.Errorf("target %q: it has no name or no verdict", m.Name)
		}
	}
	if report.Shard == "" {
		return r, nil
	}
	var err error
	r.Shard, err = conformance.ParseShard(report.Shard)
	return r, err
}
