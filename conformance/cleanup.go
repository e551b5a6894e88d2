package conformance

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/inventory"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/conformance/internal/naming"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Debt is what a run owes to a host, as its ledger has it.
type Debt struct {
	RunID string

	// Before are the inventories of the host before the run, by edition.
	Before map[string]Inventory

	// Owed are the loans that were not given back, the oldest first.
	Owed []Loan
}

// Cleanup gives back what a run owes to the host of the options, and returns
// the remaining differences from the state before the run. It may be repeated,
// also after an interrupted call. Requests of the run may still be in progress
// on the host, so Cleanup ends when nothing of the run has been there for the
// time settle. CheckTimeout bounds the whole call. Each return is recorded in
// the ledger.
func Cleanup(ctx context.Context, o Options, d Debt, settle time.Duration) (changes []Change, err error) {
	o.RunID, o.Destructive = d.RunID, true
	o = o.withDefaults()
	if !naming.IsRun(o.RunID) {
		return nil, fmt.Errorf("cannot clean up after the run %q: no run is named so", o.RunID)
	}
	defer func() { err = errors.Join(err, o.Host.Close()) }()
	ctx, cancel := context.WithTimeoutCause(ctx, o.CheckTimeout, fmt.Errorf("it took longer than %v", o.CheckTimeout))
	defer cancel()
	for _, name := range slices.Sorted(maps.Keys(d.Before)) {
		more, err := o.cleanup(ctx, d, name, settle)
		changes = append(changes, more...)
		if err != nil {
			return changes, fmt.Errorf("cannot clean up after run %s: %w", d.RunID, err)
		}
	}
	return changes, nil
}

// cleanup gives back what the checks of one edition owe.
func (o Options) cleanup(ctx context.Context, d Debt, name string, settle time.Duration) (changes []Change, err error) {
	e, err := edition.Find(name)
	if err != nil {
		return nil, err
	}
	owed, err := o.owedBy(d, name)
	if err != nil {
		return nil, err
	}
	endpoint, stop, err := o.Host.Start(ctx, Setting{Edition: e, Compat: o.Compat})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	server, err := endpoint.reachable(ctx, o.Timeout)
	if err != nil {
		return nil, err
	}
	before := d.Before[name]
	o.Destructive = before.Whole // what was not listed is not compared
	r := returning{attendant.New(server, endpoint.User, endpoint.Password, e), o.RunID, o.look(e), before, owed}
	defer r.Close()
	if changes, err = r.giveBack(ctx, settle); err != nil {
		return changes, err
	}
	for _, l := range owed {
		if err := o.Ledger.Return(l); err != nil {
			return changes, err
		}
	}
	return changes, nil
}

// owedBy are the loans of an edition that a run owes, the latest first. A jail that the
// run cannot have made is never destroyed.
func (o Options) owedBy(d Debt, edition string) (owed []Loan, err error) {
	for _, l := range slices.Backward(d.Owed) {
		if l.Kind == NewJails && !strings.HasPrefix(l.Name, o.prefix()) {
			return nil, fmt.Errorf("the tag %q is not one of the run's", l.Name)
		}
		if l.Edition == edition {
			owed = append(owed, l)
		}
	}
	return owed, nil
}

// A returning gives back to a host what a run owes it by one edition.
type returning struct {
	*attendant.Attendant
	runID  string
	look   inventory.Look
	before Inventory
	owed   []Loan
}

// giveBack tries again and again, until nothing of the run has been on the host for as
// long as quiet: what the run asked for may still be under way.
func (r returning) giveBack(ctx context.Context, quiet time.Duration) (changes []Change, err error) {
	for since := time.Now(); ; {
		now, err := r.try(ctx)
		if err != nil {
			return changes, err
		}
		changes = now
		if inventory.Owes(changes) {
			since = time.Now()
		} else if time.Since(since) >= quiet || len(r.owed) == 0 {
			return changes, nil
		}
		select {
		case <-ctx.Done():
			return changes, context.Cause(ctx)
		case <-time.After(settleLook):
		}
	}
}

// try gives everything back once, and tells what is otherwise than before the run.
func (r returning) try(ctx context.Context) ([]Change, error) {
	for _, l := range r.owed {
		if err := loan.GiveBack(ctx, r.Attendant, l); err != nil {
			return nil, err
		}
	}
	after, err := inventory.Take(ctx, r.Attendant, r.look)
	if err != nil {
		return nil, err
	}
	return r.before.Changes(after, r.runID, r.lent(JailState), r.lent(PoolState)), nil
}

// lent is the name of the latest loan of a kind.
func (r returning) lent(kind LoanKind) string {
	for _, l := range r.owed {
		if l.Kind == kind {
			return l.Name
		}
	}
	return ""
}
