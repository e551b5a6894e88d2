package conformance

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/inventory"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// The time that jobs which have been killed get to end before the inventory is
// compared, and between two looks.
const (
	settleLimit = 5 * time.Second
	settleLook  = 200 * time.Millisecond
)

// takeStock notes what a host that is not simulated has before it is judged, and
// returns the options for it: a host whose jails cannot be listed is not changed.
func (r *run) takeStock(ctx context.Context, e edition.Edition) (Options, error) {
	o := r.options
	if o.Host.Simulated() {
		return o, nil
	}
	before, err := inventory.Take(ctx, r.hosts[e.Name].Attendant, o.look())
	if err != nil {
		o.Destructive, o.unlisted = false, err.Error()
		return o, nil // the checks judge that
	}
	r.before[e.Name] = before
	if err := o.Ledger.Begin(o.RunID, e.Name, before); err != nil {
		return o, fmt.Errorf("cannot note how the host was: %w", err)
	}
	return o, nil
}

// look says what of a host is asked for. A server that lists no jobs might take that
// for a request to run one.
func (o Options) look() inventory.Look {
	return inventory.Look{
		Whole: o.Destructive, Jail: o.Jail, Jobs: !o.NoJobs && !o.Compat.RunsOnly, Prefix: o.prefix(),
	}
}

// compareStock tells what is otherwise than before the run.
func (r *run) compareStock(ctx context.Context) []Change {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.options.CheckTimeout)
	defer cancel()
	var changes []Change
	told := map[string]bool{}
	for _, e := range r.options.Editions {
		before, taken := r.before[e.Name]
		if !taken {
			continue
		}
		for _, c := range r.changesSince(ctx, e, before) {
			if !told[c.Text] { // several editions of one host
				changes = append(changes, c)
			}
			told[c.Text] = true
		}
	}
	return changes
}

// changesSince looks until nothing of the run is left, or the limit is over.
func (r *run) changesSince(ctx context.Context, e edition.Edition, before Inventory) []Change {
	limit := time.Now().Add(settleLimit)
	for {
		after, err := inventory.Take(ctx, r.hosts[e.Name].Attendant, r.options.look())
		if err != nil {
			return []Change{{Text: err.Error(), Ours: r.options.Destructive}}
		}
		changes := before.Changes(after, r.options.RunID, r.options.Jail, r.options.Pool)
		if !inventory.Owes(changes) || time.Now().After(limit) {
			return changes
		}
		select {
		case <-ctx.Done():
			return changes
		case <-time.After(settleLook):
		}
	}
}

// tidy gives back what is left and compares the host with what it was.
func (r *run) tidy(ctx context.Context, result *Result) {
	if r.options.Host.Simulated() {
		return
	}
	result.EndError = errors.Join(result.EndError, r.giveBack(ctx))
	result.RunID, result.Changes, result.Owed = r.options.RunID, r.compareStock(ctx), r.debts.Left()
}

// giveBack gives back what is left at the end of a run: the jails that it made for
// many checks, and what a single check could not give back. It goes on although ctx
// is done, for at most CheckTimeout: an interrupted run gives back, too.
func (r *run) giveBack(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.options.CheckTimeout)
	defer cancel()
	var first error
	for _, l := range r.debts.Left() {
		err := loan.GiveBack(ctx, r.hosts[l.Edition].Attendant, l)
		if err == nil {
			err = r.debts.Return(l)
		}
		if err != nil && first == nil {
			first = err
		}
	}
	return first
}
