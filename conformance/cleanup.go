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
	var owed []Loan
	for _, l := range slices.Backward(d.Owed) {
		if l.Kind == NewJails && !strings.HasPrefix(l.Name, o.prefix()) {
			return nil, fmt.Errorf("the tag %q is not one of the run's", l.Name)
		}
		if l.Edition == name {
			owed = append(owed, l)
		}
	}
	endpoint, stop, err := o.Host.Start(ctx, Setting{Edition: e, Compat: o.Compat})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if err := endpoint.reachable(ctx, o.Timeout); err != nil {
		return nil, err
	}
	server, _ := endpoint.server(o.Timeout) // as just tried
	a := attendant.New(server, endpoint.User, endpoint.Password, e)
	defer a.Close()
	if changes, err = o.settle(ctx, a, e, owed, d.Before[name], settle); err != nil {
		return changes, err
	}
	for _, l := range owed {
		if err := o.Ledger.Return(l); err != nil {
			return changes, err
		}
	}
	return changes, nil
}

// settle gives the loans back again and again, until nothing of the run has been on
// the host for as long as quiet: what the run asked for may still be under way.
func (o Options) settle(ctx context.Context, a *attendant.Attendant, e edition.Edition, owed []Loan, before Inventory, quiet time.Duration) ([]Change, error) {
	o.Destructive = before.Whole
	var changes []Change
	for since := time.Now(); ; {
		for _, l := range owed {
			if err := loan.GiveBack(ctx, a, l); err != nil {
				return changes, err
			}
		}
		after, err := inventory.Take(ctx, a, o.look(e))
		if err != nil {
			return changes, err
		}
		jail, pool := lent(owed, JailState), lent(owed, PoolState)
		changes = before.Changes(after, o.RunID, jail, pool)
		if inventory.Owes(changes) {
			since = time.Now()
		} else if time.Since(since) >= quiet || len(owed) == 0 {
			return changes, nil
		}
		select {
		case <-ctx.Done():
			return changes, context.Cause(ctx)
		case <-time.After(settleLook):
		}
	}
}

// lent is the name of the first loan of a kind.
func lent(loans []Loan, kind LoanKind) string {
	for _, l := range loans {
		if l.Kind == kind {
			return l.Name
		}
	}
	return ""
}
