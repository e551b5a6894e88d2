package judge

import (
	"context"
	"slices"

	"github.com/sysadm-go/sysadm/conformance/internal/loan"
)

// borrow notes a loan, once in a check, and gives it back after the check; when
// that has gone well, it calls done. A simulated host is thrown away: nothing of
// it is noted, and only keys, which checks share, are given back.
func (j *judge) borrow(l loan.Loan, done func()) {
	a, ledger := j.attendant, j.of.Ledger
	if j.of.Simulated {
		if l.Kind != loan.NewKey {
			return
		}
		ledger = loan.Unnoted{}
	}
	l.Edition = j.of.Edition.Name
	if slices.ContainsFunc(j.lent, l.Same) {
		return
	}
	if err := ledger.Lend(l); err != nil {
		j.unable("cannot note what the check changes: %v", err)
	}
	j.lent = append(j.lent, l)
	j.borrowed = append(j.borrowed, func(ctx context.Context) error {
		if err := loan.GiveBack(ctx, a, l); err != nil {
			return err
		}
		done()
		return ledger.Return(l)
	})
}
