// Package loan records what a run makes or changes on a host, and gives it
// back.
package loan

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/inventory"
)

// A Loan records something that a run makes or changes on a host that is not
// simulated, and its former state, so that it can be given back.
type Loan struct {
	Kind Kind `json:"kind"`

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

// A Kind says what is on loan.
type Kind string

// The kinds. New jails are given back by destroying them, a key by revoking it;
// a jail and a pool by bringing them into the state in which they were.
const (
	NewJails  Kind = "new jails"
	JailState Kind = "jail"
	PoolState Kind = "pool"
	NewKey    Kind = "key"
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
// a cleanup give back what a killed run could not. Its methods may be called by
// several goroutines at once.
type Ledger interface {
	// Begin notes how the host was before the run, for each edition.
	Begin(run, edition string, before inventory.Inventory) error

	// Lend notes a loan before it is taken; an error keeps it from being taken.
	Lend(Loan) error

	// Return notes that a loan has been given back.
	Return(Loan) error
}

// Unnoted is a Ledger that keeps nothing.
type Unnoted struct{}

// Begin does nothing.
func (Unnoted) Begin(string, string, inventory.Inventory) error { return nil }

// Lend does nothing.
func (Unnoted) Lend(Loan) error { return nil }

// Return does nothing.
func (Unnoted) Return(Loan) error { return nil }

// Same reports whether two loans are of the same thing.
func (l Loan) Same(other Loan) bool {
	return l.Kind == other.Kind && l.Edition == other.Edition && l.Name == other.Name
}

// GiveBack makes true again what a loan says. It may be called again and again.
func GiveBack(ctx context.Context, a *attendant.Attendant, l Loan) error {
	switch l.Kind {
	case NewJails:
		return a.DestroyJails(ctx, l.Name, l.Spare)
	case JailState:
		if _, err := a.BringJail(ctx, l.Name, l.Tag, l.Was); err != nil {
			return fmt.Errorf("cannot put jail %s back to %s: %w", l.Tag, l.Was, err)
		}
	case PoolState:
		if err := a.BringPool(ctx, l.Name, l.Was); err != nil {
			return fmt.Errorf("cannot make pool %s active again: %w", l.Was, err)
		}
	case NewKey:
		return a.Revoke(ctx, l.Name)
	}
	return nil
}
