package conformance

import (
	"github.com/sysadm-go/sysadm/conformance/internal/inventory"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/conformance/internal/naming"
)

// What a run owes to a host, and what a host had before it.
type (
	// A Loan records something that a run makes or changes on a host that is
	// not simulated, and its former state, so that it can be given back.
	Loan = loan.Loan

	// A LoanKind says what is on loan.
	LoanKind = loan.Kind

	// A Ledger keeps what a run owes to a host.
	Ledger = loan.Ledger

	// An Inventory is what a host has according to its server, and what a run
	// must leave unchanged.
	Inventory = inventory.Inventory

	// A Change is a difference between the inventories before and after a run.
	Change = inventory.Change
)

// The kinds of loans.
const (
	NewJails  = loan.NewJails
	JailState = loan.JailState
	PoolState = loan.PoolState
	NewKey    = loan.NewKey
)

// prefix is how the tags of all jails and the ids of all jobs of a run begin.
func (o Options) prefix() string { return naming.Prefix(o.RunID) }

// newName is a tag or an id that nobody has.
func (o Options) newName() string { return naming.New(o.prefix()) }
