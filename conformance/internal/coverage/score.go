package coverage

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Run is what the JSON report of a run says of its checks.
type Run struct {
	statuses map[string]map[string]conformance.Status // by edition and id
}

// ReadRun reads a JSON report, as run --report json=FILE writes it.
func ReadRun(text []byte) (Run, error) {
	var report struct {
		Checks []struct {
			ID, Edition string
			Status      conformance.Status
		}
	}
	if err := json.Unmarshal(text, &report); err != nil {
		return Run{}, fmt.Errorf("it is not a JSON report of a run: %w", err)
	}
	if len(report.Checks) == 0 {
		return Run{}, errors.New("it tells of no check: write it with run --report json=FILE")
	}
	run := Run{statuses: map[string]map[string]conformance.Status{}}
	for _, c := range report.Checks {
		if !slices.Contains(conformance.Statuses, c.Status) {
			return Run{}, fmt.Errorf("check %q has the unknown status %q", c.ID, c.Status)
		}
		if run.statuses[c.Edition] == nil {
			run.statuses[c.Edition] = map[string]conformance.Status{}
		}
		run.statuses[c.Edition][c.ID] = c.Status
	}
	return run, nil
}

// Editions are those that the run judged by.
func (r Run) Editions() []edition.Edition {
	return slices.DeleteFunc(slices.Clone(edition.Editions), func(e edition.Edition) bool { return r.statuses[e.Name] == nil })
}

// Score is the index of the editions with what the run proved of it. A run of
// another suite, which has checks that this one has not, cannot be scored.
func (r Run) Score(editions []edition.Edition) ([]Part, error) {
	parts, err := Index(editions)
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, errors.New("cannot score the run: it judged by no edition that is known here")
	}
	for _, p := range parts {
		if r.statuses[p.Edition.Name] == nil {
			return nil, fmt.Errorf("cannot score edition %s: the run did not judge by it", p.Edition.Name)
		}
		if err := r.knows(p); err != nil {
			return nil, err
		}
		for i := range p.Places {
			if place := &p.Places[i]; place.State != Hole {
				place.State = r.state(p.Edition.Name, place.Checks)
			}
		}
	}
	return parts, nil
}

// knows refuses a run with a check that covers nothing here: another suite's.
func (r Run) knows(p Part) error {
	known := map[string]bool{}
	for _, place := range p.Places {
		for _, id := range place.Checks {
			known[id] = true
		}
	}
	for id := range r.statuses[p.Edition.Name] {
		if !known[id] {
			return fmt.Errorf("cannot score the run: this suite has no check %s in edition %s: use the version that made the report", id, p.Edition.Name)
		}
	}
	return nil
}

// state is Failed if any of the checks failed or could not be judged, Proved if
// those that were run all passed, and Open if none was.
func (r Run) state(edition string, checks []string) State {
	state := Open
	for _, id := range checks {
		switch r.statuses[edition][id] {
		case conformance.Fail, conformance.Error:
			return Failed
		case conformance.Pass:
			state = Proved
		}
	}
	return state
}
