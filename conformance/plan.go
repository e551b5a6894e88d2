package conformance

import (
	"slices"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A plan is every check of a run, in order. One that will not be run has its outcome
// already: Disabled or Skip, with the reason. The others wait, without a status.
type plan []Outcome

// List returns the checks that the options select, in the order in which they are
// reported.
func List(o Options) ([]Check, error) {
	p, err := newPlan(o.WithDefaults())
	if err != nil {
		return nil, err
	}
	var checks []Check
	for _, one := range p {
		if one.Status != Disabled {
			checks = append(checks, one.Check)
		}
	}
	return checks, nil
}

// newPlan lists the checks of all editions and disables those not selected.
func newPlan(o Options) (plan, error) {
	var p plan
	for _, e := range o.Editions {
		checks, err := checksOf(e)
		if err != nil {
			return nil, err
		}
		for _, c := range checks {
			p = append(p, Outcome{Check: c})
		}
	}
	if err := p.knowsAll(o); err != nil {
		return nil, err
	}
	if err := p.disable(o); err != nil {
		return nil, err
	}
	return p, p.divide(o.Shard)
}

// skip leaves out the checks of an edition that its target cannot be given.
func (p plan) skip(o Options, e edition.Edition, endpoint Endpoint) {
	for i := range p {
		if p[i].Status != "" || p[i].Check.Edition.Name != e.Name {
			continue
		}
		if _, reason := p[i].Check.Unmet(o, endpoint); reason != "" {
			p.leaveOut(i, Skip, reason)
		}
	}
}

// waiting counts the checks that wait to be run.
func (p plan) waiting() (count int) {
	for _, one := range p {
		if one.Status == "" {
			count++
		}
	}
	return count
}

// anyNeeds reports whether a check that waits to be run has this need.
func (p plan) anyNeeds(word string) bool {
	return slices.ContainsFunc(p, func(one Outcome) bool { return one.Status == "" && one.Check.needs(word) })
}

// leaveOut says why a check will not be run.
func (p plan) leaveOut(i int, status Status, reason string) {
	p[i].Status, p[i].Message = status, reason
}
