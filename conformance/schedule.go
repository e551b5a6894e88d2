package conformance

import (
	"context"
	"math/rand/v2"
	"sync"
)

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
				done <- finished{i, r.carryOut(ctx, r.plan[i])}
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

// carryOut runs a check of the plan, unless it is left out or an interrupt came before
// it.
func (r *run) carryOut(ctx context.Context, planned Outcome) Outcome {
	if planned.Status != "" || ctx.Err() != nil {
		return planned
	}
	return r.runCheck(ctx, planned.Check)
}

// order returns the places of the plan in the order in which they are begun:
// that of the plan, or another one for each Shuffle.
func (r *run) order() []int {
	order := make([]int, len(r.plan))
	for i := range order {
		order[i] = i
	}
	if seed := r.options.Shuffle; seed != 0 {
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return order
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
