package conformance

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
)

// A Loan is something that a run makes or changes on a host which is not
// simulated, and how it was before: what is needed to give it back.
type Loan struct {
	Kind LoanKind `json:"kind"`

	// Edition is the edition that was judged.
	Edition string `json:"edition"`

	// Name is the tag of new jails, or what the tags of several begin with; the
	// UUID of a jail; the name of a pool; the public half of a key.
	Name string `json:"name"`

	// Tag is the tag of a borrowed jail.
	Tag string `json:"tag,omitempty"`

	// Was is the state of a borrowed jail, or the pool that was active.
	Was string `json:"was,omitempty"`

	// Spare are the UUIDs of the jails that were there before new ones. They are
	// never destroyed, whatever their tags are said to be.
	Spare []string `json:"spare,omitempty"`
}

// A LoanKind says what is on loan.
type LoanKind string

// The kinds. New jails are given back by destroying them, a key by revoking it;
// a jail and a pool by bringing them into the state in which they were.
const (
	NewJails  LoanKind = "new jails"
	JailState LoanKind = "jail"
	PoolState LoanKind = "pool"
	NewKey    LoanKind = "key"
)

// String says how the loan is given back.
func (l Loan) String() string {
	switch l.Kind {
	case NewJails:
		return "jails to destroy, whose tags begin with " + l.Name
	case JailState:
		return fmt.Sprintf("jail %s (%s) to bring back to %s", l.Name, l.Tag, l.Was)
	case PoolState:
		if l.Was == "" {
			return "pool " + l.Name + " to deactivate"
		}
		return "pool " + l.Was + " to activate in place of " + l.Name
	}
	return "a key with the nickname conformance to revoke"
}

// A Ledger keeps what a run owes to a host. One that outlives the process lets
// Cleanup give back what a killed run could not. Its methods may be called by
// several goroutines at once.
type Ledger interface {
	// Begin notes how the host was before the run, for each edition.
	Begin(run, edition string, before Inventory) error

	// Lend notes a loan before it is taken; an error keeps it from being taken.
	Lend(Loan) error

	// Return notes that a loan has been given back.
	Return(Loan) error
}

// noLedger keeps nothing.
type noLedger struct{}

func (noLedger) Begin(string, string, Inventory) error { return nil }
func (noLedger) Lend(Loan) error                       { return nil }
func (noLedger) Return(Loan) error                     { return nil }

// prefix is how the tags of all jails and the ids of all jobs of a run begin.
func (o Options) prefix() string { return Prefix(o.RunID) }

// Prefix is how the tags of all jails and the ids of all jobs of a run begin, by
// the id of the run.
func Prefix(run string) string { return "conformance-" + run + "-" }

// newName is a tag or an id that nobody has.
func (o Options) newName() string { return o.prefix() + newRunID() }

// newRunID is short, and by chance no other run's.
func newRunID() string { return strings.ToLower(rand.Text()[:10]) }

// Same reports whether two loans are of the same thing.
func (l Loan) Same(other Loan) bool {
	return l.Kind == other.Kind && l.Edition == other.Edition && l.Name == other.Name
}

// borrow notes a loan, once in a check, and gives it back after the check; when
// that has gone well, it calls done. A simulated host is thrown away: nothing of
// it is noted, and only keys, which checks share, are given back.
func (j *judge) borrow(l Loan, done func()) {
	a, ledger := j.attendant, j.options.Ledger
	if j.options.Host.Simulated() {
		if l.Kind != NewKey {
			return
		}
		ledger = noLedger{}
	}
	l.Edition = j.check.Edition.Name
	if slices.ContainsFunc(j.lent, l.Same) {
		return
	}
	if err := ledger.Lend(l); err != nil {
		j.unable("cannot note what the check changes: %v", err)
	}
	j.lent = append(j.lent, l)
	j.borrowed = append(j.borrowed, func(ctx context.Context) error {
		if err := a.giveBack(ctx, l); err != nil {
			return err
		}
		done()
		return ledger.Return(l)
	})
}

// giveBack makes true again what a loan says. It may be called again and again.
func (a *attendant) giveBack(ctx context.Context, l Loan) error {
	switch l.Kind {
	case NewJails:
		return a.destroyNew(ctx, l)
	case JailState:
		if _, err := a.bringJail(ctx, l.Name, l.Tag, l.Was); err != nil {
			return fmt.Errorf("cannot put jail %s back to %s: %w", l.Tag, l.Was, err)
		}
	case PoolState:
		if err := a.bringPool(ctx, l.Name, l.Was); err != nil {
			return fmt.Errorf("cannot make pool %s active again: %w", l.Was, err)
		}
	case NewKey:
		return a.revoke(ctx, l.Name)
	}
	return nil
}

// destroyNew destroys the jails of a loan. A jail outlives its clones, hence the
// rounds.
func (a *attendant) destroyNew(ctx context.Context, l Loan) error {
	left := 0
	for range 3 {
		rows, err := a.jails(ctx)
		if err != nil {
			return err
		}
		left = 0
		for _, row := range rows {
			if !strings.HasPrefix(row.Tag, l.Name) {
				continue
			}
			left++
			if err := a.destroy(ctx, row, l); err != nil {
				return err
			}
		}
		if left == 0 {
			return nil
		}
	}
	return fmt.Errorf("cannot destroy %d jails that the suite has made: their tags begin with %s", left, l.Name)
}

// destroy destroys one jail of a loan, by its UUID. That a server lists it under
// the right tag is not enough: the jail must be new, and its settings must say
// the same.
func (a *attendant) destroy(ctx context.Context, row jail.Row, l Loan) error {
	if slices.Contains(l.Spare, row.UUID) {
		return fmt.Errorf("cannot destroy jail %s: its tag is said to be %s, but it was there before", row.UUID, row.Tag)
	}
	answer, err := a.ask(ctx, "getjailsettings", "jail", row.UUID)
	if err != nil {
		return err
	}
	if places := document.Find(answer, "/*/tag"); len(places) != 1 || document.Scalar(places[0].Value) != row.Tag {
		return fmt.Errorf("cannot destroy jail %s: listjails says that its tag is %s, its settings do not", row.UUID, row.Tag)
	}
	if row.State == "up" {
		if _, err := a.ask(ctx, "stopjail", "jail", row.UUID); err != nil {
			return err
		}
	}
	_, err = a.ask(ctx, "destroyjail", "jail", row.UUID)
	return err
}
