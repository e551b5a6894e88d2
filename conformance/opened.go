package conformance

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// An Opened suite judges a server one check at a time, in any order that the
// caller chooses. Run is simpler if you want a verdict on all checks.
type Opened struct{ run *run }

// Open makes sure that there is a server to judge. The caller closes what it
// returns. Parallel and Progress of the options are not used.
func Open(ctx context.Context, o Options) (*Opened, error) {
	r := newRun(o)
	if err := r.prepare(ctx); err != nil {
		_ = r.end() // what could not be started need not end well
		return nil, err
	}
	r.makeOwnJails(ctx)
	return &Opened{run: r}, nil
}

// Options returns the options of Open, with defaults in place of zero values.
func (s *Opened) Options() Options { return s.run.options }

// Checks returns the checks that the options select, edition by edition, in an
// order that suits any server: those that run jobs come last.
func (s *Opened) Checks() []Check {
	var checks []Check
	for _, one := range s.run.plan {
		if one.Status != Disabled {
			checks = append(checks, one.Check)
		}
	}
	rank := func(c Check) int {
		place := slices.IndexFunc(s.run.options.Editions, func(e edition.Edition) bool { return e.Name == c.Edition.Name })
		last := 0
		if c.needs("jobs") {
			last = 1
		}
		return 2*place + last
	}
	slices.SortStableFunc(checks, func(a, b Check) int { return cmp.Compare(rank(a), rank(b)) })
	return checks
}

// Judge runs one check of Checks, or says why it is skipped. It may be called at
// the same time for several checks if the host is simulated.
func (s *Opened) Judge(ctx context.Context, c Check) Outcome {
	for _, one := range s.run.plan {
		if one.Check.ID == c.ID && one.Check.Edition.Name == c.Edition.Name && one.Status != "" {
			return one
		}
	}
	return s.run.runCheck(ctx, c)
}

// Close gives back what was borrowed and ends what was started. It returns the
// remaining differences on the host, also if ctx is done.
func (s *Opened) Close(ctx context.Context) ([]Change, error) {
	var result Result
	s.run.tidy(ctx, &result)
	return result.Changes, errors.Join(result.EndError, s.run.end())
}
