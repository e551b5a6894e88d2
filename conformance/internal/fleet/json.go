package fleet

import (
	_ "embed" // Schema
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
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
	all := jsonReport{
		Schema: SchemaID, Version: r.Version, Start: r.Start.UTC().Round(time.Millisecond),
		DurationMS: float64(r.Duration.Microseconds()) / 1000, Verdict: r.Verdict(), Shard: r.Shard.String(),
		NotRun: r.NotRun, Unable: r.Unable, Summary: map[conformance.Verdict]int{}, Targets: slices.Clone(r.Members),
	}
	if all.Targets == nil {
		all.Targets = []Member{}
	}
	for _, v := range verdicts {
		all.Summary[v] = r.Count(v)
	}
	return report.Indented(all)
}

var verdicts = []conformance.Verdict{conformance.Passes, conformance.Fails, conformance.Unjudged}

// IsReport tells a fleet's JSON report from that of one target.
func IsReport(text []byte) bool {
	var about struct {
		Schema string `json:"$schema"`
	}
	return json.Unmarshal(text, &about) == nil && about.Schema == SchemaID
}

// Read reads a fleet's JSON report.
func Read(text []byte) (Result, error) {
	var all jsonReport
	if err := json.Unmarshal(text, &all); err != nil {
		return Result{}, fmt.Errorf("it is not a JSON report of a fleet: %v", err)
	}
	if all.Schema != SchemaID || all.Targets == nil {
		return Result{}, errors.New("it is not a JSON report of a fleet: it has no targets, or is of another schema")
	}
	r := Result{
		Version: all.Version, Start: all.Start, NotRun: all.NotRun, Unable: all.Unable, Members: all.Targets,
		Duration: time.Duration(all.DurationMS * float64(time.Millisecond)).Round(time.Microsecond),
	}
	for _, m := range r.Members {
		if m.Name == "" || !slices.Contains(verdicts, m.Verdict) {
			return r, fmt.Errorf("target %q: it has no name or no verdict", m.Name)
		}
	}
	if all.Shard == "" {
		return r, nil
	}
	var err error
	r.Shard, err = conformance.ParseShard(all.Shard)
	return r, err
}
