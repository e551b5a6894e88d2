package conformance

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A plan is every check of a run in order, each with its outcome if
// that is known beforehand because it will not be run.
type plan []planned

type planned struct {
	Check
	Outcome
}

// List returns the checks of the editions of the options that Run and Skip
// select, in the order in which they are reported.
func List(o Options) ([]Check, error) {
	p, err := newPlan(o.withDefaults())
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
		checks, err := catalogue(e)
		if err != nil {
			return nil, err
		}
		for _, c := range checks {
			p = append(p, planned{Check: c})
		}
	}
	if err := p.knowsAll(o); err != nil {
		return nil, err
	}
	return p, p.disable(o.Run, o.Skip)
}

// disable applies the globs. One that matches nothing is an error: the checks
// its author relies on would be left out in silence.
func (p plan) disable(run, skip []string) error {
	selected, err := p.matching("--run", run)
	if err != nil {
		return err
	}
	left, err := p.matching("--skip", skip)
	if err != nil {
		return err
	}
	enabled := 0
	for i := range p {
		switch {
		case len(run) > 0 && !selected[i]:
			p.settle(i, Disabled, "not selected by --run")
		case left[i]:
			p.settle(i, Disabled, "left out by --skip")
		default:
			enabled++
		}
	}
	if enabled == 0 {
		return errors.New("cannot judge: --run and --skip together leave no check")
	}
	return nil
}

// matching returns which checks any of the globs matches.
func (p plan) matching(flag string, globs []string) ([]bool, error) {
	matched := make([]bool, len(p))
	for _, glob := range globs {
		re := globRegexp(glob)
		hits := 0
		for i := range p {
			if re.MatchString(p[i].Check.ID) {
				matched[i] = true
				hits++
			}
		}
		if hits == 0 {
			return nil, fmt.Errorf("cannot judge: %s %q matches no check: see sysadm-conformance list", flag, glob)
		}
	}
	return matched, nil
}

// globRegexp translates a glob over ids: * stands for any text.
func globRegexp(glob string) *regexp.Regexp {
	parts := strings.Split(glob, "*")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$")
}

// skip settles the checks of an edition that its target cannot be given.
func (p plan) skip(o Options, e edition.Edition, endpoint Endpoint) {
	for i := range p {
		if p[i].Status != "" || p[i].Check.Edition.Name != e.Name {
			continue
		}
		if reason := p[i].skipReason(o, endpoint); reason != "" {
			p.settle(i, Skip, reason)
		}
	}
}

// judges reports whether there is anything left to run.
func (p plan) judges() bool {
	return slices.ContainsFunc(p, func(one planned) bool { return one.Status == "" })
}

func (p plan) settle(i int, status Status, reason string) {
	p[i].Outcome = Outcome{Check: p[i].Check, Status: status, Message: reason}
}
