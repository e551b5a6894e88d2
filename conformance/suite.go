// Package conformance judges a sysadm server by the documents of its edition.
// Every check is a testscript file that names one requirement and uses only the
// two ports of the server.
//
// The package shares no type and no code with the servers it judges, so that a
// mistake of theirs cannot also be its own. It sends exact bytes, reads replies
// as plain JSON, and compares them with the JSON Schemas and the documents' own
// examples.
package conformance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/conformance/internal/naming"
	"github.com/sysadm-go/sysadm/conformance/internal/scratch"
	"github.com/sysadm-go/sysadm/schemas"
)

// ErrAllSkipped says that the target offers or allows nothing that the selected
// checks need.
var ErrAllSkipped = errors.New("cannot judge: every selected check is skipped; see what they need with sysadm-conformance list")

// Run judges a server. The error says why it could not be judged at all; a
// server that fails its checks is not an error.
func Run(ctx context.Context, o Options) (result Result, err error) {
	r := newRun(o)
	defer func() { result.Unable, result.EndError = err, errors.Join(result.EndError, r.end()) }()
	if err := r.prepare(ctx); err != nil {
		return r.result(), err
	}
	if r.plan.waiting() == 0 && o.Shard.Whole() {
		return r.result(), ErrAllSkipped
	}
	r.makeOwnJails(ctx)
	r.runAll(ctx)
	result = r.result()
	r.tidy(ctx, &result)
	if err := ctx.Err(); err != nil {
		return result, fmt.Errorf("cannot finish the run: %w", context.Cause(ctx))
	}
	return result, nil
}

// A run is the checks of one call of Run on their way. The plan is only read
// while they run; the outcomes belong to collect until it returns.
type run struct {
	options  Options
	begin    time.Time
	stops    []func() error // end the servers of the preflight
	dir      *scratch.Scripts
	plan     plan
	outcomes []Outcome
	debts    *loan.Debts
	own      map[string]ownJail     // by edition
	before   map[string]Inventory   // by edition
	hosts    map[string]*judge.Host // of the preflight, by edition
	left     leftHosts
	ahead    sync.WaitGroup // of schemas that are compiled
}

func newRun(o Options) *run {
	o = o.WithDefaults()
	d := &loan.Debts{Ledger: o.Ledger}
	o.Ledger = d
	return &run{
		options: o, begin: time.Now(), debts: d, left: leftHosts{hosts: map[string][]visited{}},
		own: map[string]ownJail{}, before: map[string]Inventory{}, hosts: map[string]*judge.Host{},
	}
}

// prepare makes the plan, starts a server for each edition and makes a folder for
// the scripts.
func (r *run) prepare(ctx context.Context) (err error) {
	if r.plan, err = newPlan(r.options); err != nil {
		return err
	}
	if !naming.IsRun(r.options.RunID) {
		return fmt.Errorf("cannot name the run %q: use up to 20 small letters and digits", r.options.RunID)
	}
	r.readAhead()
	for _, e := range r.options.Editions {
		endpoint, err := r.preflight(ctx, e)
		if err != nil {
			return err
		}
		allowed, err := r.takeStock(ctx, e)
		if err != nil {
			return err
		}
		r.plan.skip(allowed, e, endpoint)
	}
	r.dir, err = scratch.NewScripts(scripts)
	return err
}

// manyChecks are so many that they need most of an edition's schemas.
const manyChecks = 100

// readAhead compiles the schemas while the server starts.
func (r *run) readAhead() {
	if r.plan.waiting() < manyChecks {
		return
	}
	for _, e := range r.options.Editions {
		r.ahead.Go(func() { _ = schemas.Prepare(e) }) // who uses one is told what is wrong with it
	}
}

// end takes the scripts off the disk and stops what was started.
func (r *run) end() error {
	var removing sync.WaitGroup // and what goes on beside it
	removing.Go(r.dir.Remove)
	removing.Go(r.ahead.Wait)
	defer removing.Wait()
	for _, h := range r.hosts {
		h.Close()
	}
	errs := r.left.end()
	for _, stop := range r.stops {
		errs = append(errs, stop())
	}
	return errors.Join(append(errs, r.options.Host.Close())...)
}

// result leaves out the checks that an interrupt kept from being run.
func (r *run) result() Result {
	o := r.options
	result := Result{
		Version: Version(), Target: TargetOf(o.Host), Editions: o.Editions, Compat: o.Compat,
		Start: r.begin, Duration: time.Since(r.begin), FailOn: o.FailOn, NoSkips: o.NoSkips, Shard: o.Shard,
	}
	for _, outcome := range r.outcomes {
		if outcome.Status == "" {
			result.NotRun++
			continue
		}
		result.Checks = append(result.Checks, outcome)
	}
	return result
}
