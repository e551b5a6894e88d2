package coverage

import (
	"fmt"
	"slices"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Place is one requirement over one transport, with the ids of the checks
// that prove it.
type Place struct {
	Requirement
	Transport string
	Checks    []string
	State     State
}

// A State is what is known of a place.
type State string

// The states. Covered is that of the index, before any run: there is a check.
// Proved, Failed and Open are those of a run: all checks that were judged passed,
// one did not, or none was judged.
const (
	Hole    State = "hole"
	Covered State = "covered"
	Proved  State = "proved"
	Failed  State = "failed"
	Open    State = "open"
)

// A Part is the coverage of one edition.
type Part struct {
	Edition edition.Edition
	Places  []Place
}

// Index ties the checks of the suite to the requirements of the editions. A
// check that covers what is no requirement of its edition and transport is a
// defect of the suite.
func Index(editions []edition.Edition) ([]Part, error) {
	checks, err := conformance.List(conformance.Options{Editions: editions})
	if err != nil {
		return nil, err
	}
	var parts []Part
	for _, e := range editions {
		requirements, err := Requirements(e)
		if err != nil {
			return nil, err
		}
		part := Part{Edition: e}
		for _, r := range requirements {
			for _, over := range r.Transports {
				part.Places = append(part.Places, Place{Requirement: r, Transport: over, State: Hole})
			}
		}
		if err := part.cover(checks); err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// cover gives each place the checks that prove it.
func (p Part) cover(checks []conformance.Check) error {
	places := map[string][]*Place{}
	for i := range p.Places {
		name := p.Places[i].Name()
		places[name] = append(places[name], &p.Places[i])
	}
	for _, c := range checks {
		if c.Edition.Name != p.Edition.Name {
			continue
		}
		for _, name := range c.Covers {
			if !prove(places[name], c) {
				return fmt.Errorf("the suite's own defect: check %s covers %s, which edition %s does not ask over %v", c.ID, name, p.Edition.Name, c.Transports())
			}
		}
	}
	return nil
}

// prove notes a check at the places over its transports, if there are any.
func prove(places []*Place, c conformance.Check) (some bool) {
	for _, place := range places {
		if slices.Contains(c.Transports(), place.Transport) {
			place.Checks = append(place.Checks, c.ID)
			place.State = Covered
			some = true
		}
	}
	return some
}

// Count returns how many places are in one of these states.
func (p Part) Count(states ...State) int {
	n := 0
	for _, place := range p.Places {
		if slices.Contains(states, place.State) {
			n++
		}
	}
	return n
}
