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
	"github.com/sysadm-go/sysadm/schemas/edition"
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

// preflight makes sure that there is a server to judge, so that a wrong
// address or password is not taken for a wrong server.
func (r *run) preflight(ctx context.Context, e edition.Edition) (Endpoint, error) {
	endpoint, stop, err := r.options.Host.Start(ctx, Setting{Edition: e, Compat: r.options.Compat, Levers: true})
	if err != nil {
		return Endpoint{}, err
	}
	r.stops = append(r.stops, stop)
	if err := endpoint.reachable(ctx, r.options.Timeout); err != nil {
		return endpoint, err
	}
	server, _ := endpoint.server(r.options.Timeout) // as just tried
	h := hostOf(server, endpoint, e)
	r.hosts[e.Name] = h
	return endpoint, r.options.jailThere(ctx, h.Attendant)
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
	o = o.withDefaults()
	d := &loan.Debts{Ledger: o.Ledger}
	o.Ledger = d
	return &run{
		options: o, begin: time.Now(), debts: d, left: leftHosts{hosts: map[string][]visited{}},
		own: map[string]ownJail{}, before: map[string]Inventory{}, hosts: map[string]*judge.Host{},
	}
}

// A finished check is one place of the plan and what became of it.
type finished struct {
	index   int
	outcome Outcome
}

// runAll runs the checks that may overlap, then those that may not, then those
// that run jobs: the original server of February 2016 seldom survives one.
func (r *run) runAll(ctx context.Context) {
	r.outcomes = make([]Outcome, len(r.plan))
	done := make(chan finished)
	var reporter sync.WaitGroup
	reporter.Go(func() { r.collect(done) })
	r.runSome(ctx, r.options.Parallel, done, func(c Check) bool { return !r.alone(c) })
	r.runSome(ctx, 1, done, func(c Check) bool { return r.alone(c) && !c.needs("jobs") })
	r.runSome(ctx, 1, done, func(c Check) bool { return r.alone(c) && c.needs("jobs") })
	close(done)
	reporter.Wait()
}

// alone reports whether a check must not run beside others: on a host that
// all checks share, one that changes it, that runs jobs, or whose refused logins
// must stay fewer in a row than a server's limit.
func (r *run) alone(c Check) bool {
	return !r.options.Host.Simulated() && (c.needs("destructive") || c.needs("alone") || c.needs("jobs"))
}

// runSome has so many goroutines run checks, one after the other: a new one for
// each would have to grow its stack again.
func (r *run) runSome(ctx context.Context, limit int, done chan<- finished, which func(Check) bool) {
	next := make(chan int)
	var group sync.WaitGroup
	for range limit {
		group.Go(func() {
			for i := range next {
				outcome := r.plan[i].Outcome
				if outcome.Status == "" && ctx.Err() == nil {
					outcome = r.runCheck(ctx, r.plan[i].Check)
				}
				done <- finished{i, outcome}
			}
		})
	}
	for _, i := range r.order() {
		if which(r.plan[i].Check) {
			next <- i
		}
	}
	close(next)
	group.Wait()
}

// collect keeps the outcomes in the order of the plan, whatever the order in
// which they come, and of those that pass not what was said: nobody asks for it,
// and on a host of many jails it is most of what a run would hold.
func (r *run) collect(done <-chan finished) {
	count := 0
	for f := range done {
		count++
		if r.options.Progress != nil {
			r.options.Progress(count, len(r.plan), f.outcome)
		}
		if f.outcome.Status == Pass {
			f.outcome.Trace = nil
		}
		r.outcomes[f.index] = f.outcome
	}
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
