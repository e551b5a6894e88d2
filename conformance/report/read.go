package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// ReadFile reads a JSON report that an earlier run has written to a file.
func ReadFile(path string) (conformance.Result, error) {
	file, err := os.Open(path)
	if err != nil {
		return conformance.Result{}, fmt.Errorf("cannot read the report: %v", err)
	}
	defer file.Close()
	r, err := Read(file)
	if err != nil {
		return r, fmt.Errorf("cannot read report %s: %v", path, err)
	}
	return r, nil
}

// Read reads a JSON report. Checks that this suite has, too, have their scripts
// and needs again; of others, and of editions that this suite does not know,
// there is what the report tells.
func Read(from io.Reader) (conformance.Result, error) {
	var report jsonReport
	decoder := json.NewDecoder(from)
	if err := decoder.Decode(&report); err != nil {
		return conformance.Result{}, fmt.Errorf("it is not a JSON report of sysadm-conformance: %v", err)
	}
	if decoder.More() {
		return conformance.Result{}, errors.New("it is not a JSON report of sysadm-conformance: more follows behind it")
	}
	if report.Checks == nil || report.Summary == nil {
		return conformance.Result{}, errors.New("it is not a JSON report of sysadm-conformance: it has no checks or no summary")
	}
	r, err := report.result()
	if err != nil {
		return conformance.Result{}, err
	}
	known, err := knownChecks()
	if err != nil {
		return conformance.Result{}, err
	}
	if r.Checks, err = report.outcomes(known); err != nil {
		return conformance.Result{}, err
	}
	return r, nil
}

// outcomes are those of the checks in a report, each of which is there once.
func (report jsonReport) outcomes(known map[checkKey]conformance.Check) (list []conformance.Outcome, err error) {
	seen := map[checkKey]bool{}
	for _, c := range report.Checks {
		key := checkKey{c.Edition, c.ID}
		if err := c.valid(); err != nil {
			return nil, fmt.Errorf("check %q of edition %q: %v", c.ID, c.Edition, err)
		}
		if seen[key] {
			return nil, fmt.Errorf("duplicate check %q of edition %q", c.ID, c.Edition)
		}
		seen[key] = true
		list = append(list, c.outcome(known[key]))
	}
	return list, nil
}

// checkKey tells a check from all others.
type checkKey struct{ edition, id string }

// knownChecks are all checks of this suite.
var knownChecks = sync.OnceValues(func() (map[checkKey]conformance.Check, error) {
	checks, err := conformance.List(conformance.Options{Editions: edition.Editions})
	known := map[checkKey]conformance.Check{}
	for _, c := range checks {
		known[checkKey{c.Edition.Name, c.ID}] = c
	}
	return known, err
})

func (report jsonReport) result() (r conformance.Result, err error) {
	r = conformance.Result{
		Version: report.Version, Target: report.Target, Start: report.Start, Duration: duration(report.DurationMS),
		FailOn: report.FailOn, NoSkips: report.NoSkips, NotRun: report.NotRun,
		Unable: errorOf(report.Unable), EndError: errorOf(report.EndError),
		RunID: report.RunID, Changes: report.Changes, Owed: report.Owed,
	}
	if compat, err := edition.FindCompat(report.Compat); err == nil {
		r.Compat = compat
	} else {
		r.Compat.Name = report.Compat
	}
	for _, name := range report.Editions {
		r.Editions = append(r.Editions, editionOf(name))
	}
	if report.Shard != "" {
		r.Shard, err = conformance.ParseShard(report.Shard)
	}
	return r, err
}

// editionOf is a known edition, or one of which nothing is known but its name.
func editionOf(name string) edition.Edition {
	e, err := edition.Find(name)
	if err != nil {
		return edition.Edition{Name: name}
	}
	return e
}

// valid refuses what would be taken for something else.
func (c jsonCheck) valid() error {
	switch {
	case c.ID == "" || c.Edition == "":
		return errors.New("it has no id or no edition")
	case !slices.Contains(conformance.Levels, c.Level):
		return fmt.Errorf("unknown level %q", c.Level)
	case !slices.Contains(conformance.Statuses, c.Status):
		return fmt.Errorf("unknown status %q", c.Status)
	}
	return nil
}

// outcome is what the report tells, of a check that may be known.
func (c jsonCheck) outcome(known conformance.Check) conformance.Outcome {
	check := known
	check.ID, check.Level, check.Requirement, check.Section = c.ID, c.Level, c.Requirement, c.Section
	check.Edition = editionOf(c.Edition)
	o := conformance.Outcome{
		Check: check, Status: c.Status, Message: c.Message, Known: c.Known,
		Expected: c.Expected, Got: c.Got, Script: c.Script, Line: c.Line, Source: c.Source,
		Reproduce: c.Reproduce, Trace: c.Trace, Duration: duration(c.DurationMS),
	}
	if c.Pointer != nil {
		o.Pointer = *c.Pointer
	}
	return o
}

func duration(milliseconds float64) time.Duration {
	return time.Duration(milliseconds * float64(time.Millisecond)).Round(10 * time.Microsecond)
}

func errorOf(sentence string) error {
	if sentence == "" {
		return nil
	}
	return errors.New(sentence)
}
