package loan

import (
	"slices"
	"sync"
)

// Debts are the loans of a run that have not been given back yet. They are in the
// ledger, too.
type Debts struct {
	Ledger
	mu   sync.Mutex
	open []Loan
}

// Lend notes a loan. What the ledger could not note is not owed.
func (d *Debts) Lend(l Loan) error {
	if err := d.Ledger.Lend(l); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open = append(d.open, l)
	return nil
}

// Return notes that a loan was given back.
func (d *Debts) Return(l Loan) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.IndexFunc(d.open, l.Same); i >= 0 {
		d.open = slices.Delete(d.open, i, i+1)
	}
	return d.Ledger.Return(l)
}

// Left are the open loans, the latest first: in this order they are given back.
func (d *Debts) Left() []Loan {
	d.mu.Lock()
	defer d.mu.Unlock()
	left := slices.Clone(d.open)
	slices.Reverse(left)
	return left
}
