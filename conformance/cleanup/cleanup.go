// Package cleanup gives back what a run owes to a host that it could not tidy itself.
package cleanup

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/inventory"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/conformance/internal/naming"
	"github.com/sysadm-go/sysadm/conformance/internal/preflight"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Debt is what a run owes to a host, as its ledger has it.
type Debt struct {
	RunID string

	// Before are the inventories of the host before the run, by edition.
	Before map[string]conformance.Inventory

	// Owed are the loans that were not given back, the oldest first.
	Owed []conformance.Loan
}

// Run gives back what a run owes to the host of the options, and returns
// the remaining differences from the state before the run. It may be repeated,
// also after an interrupted call. Requests of the run may still be in progress
// on the host, so Run ends when nothing of the run has been there for the
// time settle. CheckTimeout bounds the whole call. Each return is recorded in
// the ledger.
func Run(ctx context.Context, o conformance.Options, d Debt, settle time.Duration) (changes []conformance.Change, err error) {
	o.RunID, o.Destructive = d.RunID, true
	o = o.WithDefaults()
	if !naming.IsRun(o.RunID) {
		return nil, fmt.Errorf("cannot clean up after the run %q: no run is named so", o.RunID)
	}
	defer func() { err = errors.Join(err, o.Host.Close()) }()
	ctx, cancel := context.WithTimeoutCause(ctx, o.CheckTimeout, fmt.Errorf("it took longer than %v", o.CheckTimeout))
	defer cancel()
	for _, name := range slices.Sorted(maps.Keys(d.Before)) {
		more, err := byEdition(ctx, o, d, name, settle)
		changes = append(changes, more...)
		if err != nil {
			return changes, fmt.Errorf("cannot clean up after run %s: %w", d.RunID, err)
		}
	}
	return changes, nil
}

// byEdition gives back what the checks of one edition owe.
func byEdition(ctx context.Context, o conformance.Options, d Debt, name string, settle time.Duration) (changes []conformance.Change, err error) {
	e, err := edition.Find(name)
	if err != nil {
		return nil, err
	}
	owed, err := d.of(name)
	if err != nil {
		return nil, err
	}
	endpoint, stop, err := o.Host.Start(ctx, conformance.Setting{Edition: e, Compat: o.Compat})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	server, err := reach(ctx, endpoint, o.Timeout)
	if err != nil {
		return nil, err
	}
	r := returning{attendant.New(server, endpoint.User, endpoint.Password, e), o, d.Before[name], owed}
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

// reach makes sure that the server is there and lets its users in.
func reach(ctx context.Context, e conformance.Endpoint, timeout time.Duration) (probe.Server, error) {
	config, err := e.TLS()
	if err != nil {
		return probe.Server{}, err
	}
	server := probe.Server{WS: e.WS, REST: e.REST, TLS: config, Timeout: timeout}
	user := preflight.User{Name: e.User, Password: e.Password}
	return server, preflight.Check(ctx, server, user, preflight.User{Name: e.Operator, Password: e.OperatorPassword})
}

// of returns the loans of an edition that are owed, the latest first. A jail that the
// run cannot have made is never destroyed.
func (d Debt) of(edition string) (owed []conformance.Loan, err error) {
	for _, l := range slices.Backward(d.Owed) {
		if l.Kind == conformance.NewJails && !strings.HasPrefix(l.Name, naming.Prefix(d.RunID)) {
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
	options conformance.Options
	before  conformance.Inventory
	owed    []conformance.Loan
}

// nextTry is how long it waits before it tries again.
const nextTry = 200 * time.Millisecond

// giveBack tries again and again, until nothing of the run has been on the host for as
// long as quiet: what the run asked for may still be under way.
func (r returning) giveBack(ctx context.Context, quiet time.Duration) (changes []conformance.Change, err error) {
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
		case <-time.After(nextTry):
		}
	}
}

// try gives everything back once, and tells what is otherwise than before the run.
func (r returning) try(ctx context.Context) ([]conformance.Change, error) {
	for _, l := range r.owed {
		if err := loan.GiveBack(ctx, r.Attendant, l); err != nil {
			return nil, err
		}
	}
	after, err := inventory.Take(ctx, r.Attendant, r.look())
	if err != nil {
		return nil, err
	}
	return r.before.Changes(after, r.options.RunID, r.lent(conformance.JailState), r.lent(conformance.PoolState)), nil
}

// look asks for what the inventory before the run has: what was not listed then is not
// compared.
func (r returning) look() inventory.Look {
	o := r.options
	return inventory.Look{
		Whole: r.before.Whole, Jail: o.Jail, Jobs: !o.NoJobs && !o.Compat.RunsOnly, Prefix: naming.Prefix(o.RunID),
	}
}

// lent is the name of the latest loan of a kind.
func (r returning) lent(kind conformance.LoanKind) string {
	for _, l := range r.owed {
		if l.Kind == kind {
			return l.Name
		}
	}
	return ""
}
