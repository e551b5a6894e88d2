package conformance

import (
	"cmp"
	"runtime"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/conformance/internal/naming"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Options say what to judge and how.
type Options struct {
	// Host provides the server; nil means simulated hosts, started from the
	// program sysadm-sim: one for all checks that only read, and a new one, or
	// one that is as new, for each other check.
	Host Host

	// Editions are judged in this order; empty is edition.Default alone.
	Editions []edition.Edition

	// Compat is the way the server claims to be compatible; zero is
	// edition.Documented.
	Compat edition.Compat

	// Run and Skip select checks by globs over their ids, in which * matches
	// any text; a glob with a slash is over edition and id, as in
	// "2016-02-22/listjails.*". Empty Run is all; a glob that matches nothing is
	// an error.
	Run, Skip []string

	// Levels and Sections narrow the selection: by level, and by globs over the
	// section of the requirement. Empty means all.
	Levels   []Level
	Sections []string

	// Shard is the part of the selected checks that is judged; zero means all.
	Shard Shard

	// Destructive allows checks that start and stop Jail and activate and
	// deactivate Pool. A simulated host is always free to be changed.
	Destructive bool

	// Jail and Pool are borrowed by destructive checks. On a simulated host they
	// are "test" and "tank" when empty.
	Jail, Pool string

	// Release is what destructive checks make jails of; empty means the release
	// of an existing jail.
	Release string

	// NoNewJails keeps destructive checks from making jails, and NoJobs keeps
	// all checks from running jobs. Neither applies to a simulated host.
	NoNewJails, NoJobs bool

	// RunID names the run in the tags of its jails and the ids of its jobs,
	// after "conformance-": lower-case letters and digits. Empty means a random
	// one.
	RunID string

	// Ledger records everything that is made or changed on a host that is not
	// simulated, before it is made or changed; nil means that it is kept in
	// memory only.
	Ledger Ledger

	// unlisted says why what the host has is not known, so that it cannot be
	// changed.
	unlisted string

	// Timeout bounds each wait for the server; zero is 30 seconds.
	Timeout time.Duration

	// CheckTimeout bounds a whole check; zero is four times Timeout.
	CheckTimeout time.Duration

	// Parallel is how many checks run at once; zero is one more than two for each
	// CPU, because half of them always wait for the server, but no more than
	// three on a host that is not simulated: there a proxy may limit the connections.
	// Checks that change such a host never overlap.
	Parallel int

	// Shuffle is the seed of a random order in which checks are run. Zero is
	// the order of List. Results are always in the order of List.
	Shuffle uint64

	// FailOn is the weakest level whose failures make the server fail; empty is
	// SHOULD. MAY is reported and never red.
	FailOn Level

	// NoSkips makes the verdict Unjudged if a check was skipped. It is for a
	// server that is known to offer everything.
	NoSkips bool

	// Known lists known failures, which do not count, and flakes. The first
	// entry that matches a check applies.
	Known []Known

	// Progress is called after each check, by one goroutine at a time; nil is
	// not called.
	Progress func(done, all int, o Outcome)
}

// mostOnShared is how many checks run at once on a host that all checks share, unless
// more are asked for. They have up to ten connections.
const mostOnShared = 3

// WithDefaults returns the options with defaults in place of zero values, and what a
// simulated host has and allows.
func (o Options) WithDefaults() Options {
	if o.Host == nil {
		o.Host = &Simulator{}
	}
	if len(o.Editions) == 0 {
		o.Editions = []edition.Edition{edition.Default}
	}
	if o.Compat.Name == "" {
		o.Compat = edition.Documented
	}
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.CheckTimeout = cmp.Or(o.CheckTimeout, 4*o.Timeout)
	o.FailOn = cmp.Or(o.FailOn, Should)
	if o.Parallel <= 0 {
		o.Parallel = 2*runtime.NumCPU() + 1
		if !o.Host.Simulated() {
			o.Parallel = min(o.Parallel, mostOnShared)
		}
	}
	if o.RunID == "" {
		o.RunID = naming.NewRun()
	}
	if o.Ledger == nil {
		o.Ledger = loan.Unnoted{}
	}
	if o.Host.Simulated() {
		o.Destructive, o.NoNewJails, o.NoJobs = true, false, false
		o.Jail = cmp.Or(o.Jail, "test")
		o.Pool = cmp.Or(o.Pool, "tank")
	}
	return o
}
