package conformance

import (
	"context"
	"slices"
	"sync"
)

// debts are the loans of a run that have not been given back yet. They are in
// the ledger, too.
type debts struct {
	Ledger
	mu   sync.Mutex
	open []Loan
}

// Lend notes a loan. What the ledger could not note is not owed.
func (d *debts) Lend(l Loan) error {
	if err := d.Ledger.Lend(l); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open = append(d.open, l)
	return nil
}

// Return notes that a loan was given back.
func (d *debts) Return(l Loan) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.IndexFunc(d.open, l.Same); i >= 0 {
		d.open = slices.Delete(d.open, i, i+1)
	}
	return d.Ledger.Return(l)
}

// left are the open loans, the latest first: in this order they are given back.
func (d *debts) left() []Loan {
	d.mu.Lock()
	defer d.mu.Unlock()
	left := slices.Clone(d.open)
	slices.Reverse(left)
	return left
}

// settle gives back what is left at the end of a run: the jails that it made for
// many checks, and what a single check could not give back. It goes on although ctx
// is done, for at most CheckTimeout: an interrupted run gives back, too.
func (r *run) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.options.CheckTimeout)
	defer cancel()
	var first error
	for _, l := range r.debts.left() {
		err := r.attendants[l.Edition].giveBack(ctx, l)
		if err == nil {
			err = r.debts.Return(l)
		}
		if err != nil && first == nil {
			first = err
		}
	}
	return first
}
