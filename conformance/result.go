package conformance

import (
	"slices"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/inventory"
	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Status is the end of a check.
type Status string

// The statuses. Fail is the server's fault. Error is the suite's fault, or says
// that the server could not be reached. Disabled means not selected. Skip has a
// reason.
const (
	Pass     Status = judge.Passed
	Fail     Status = judge.Failed
	Skip     Status = judge.Skipped
	Disabled Status = "disabled"
	Error    Status = judge.Unable
)

// Statuses are all of them, in the order of a report.
var Statuses = []Status{Pass, Fail, Skip, Disabled, Error}

// An Outcome is the result of a check.
type Outcome struct {
	Check  Check
	Status Status

	// Message says what is wrong, or why the check was skipped. It does not
	// contain the differing values: see Sentence.
	Message string

	// Expected and Got are the first difference. Pointer is its place in the
	// last reply, as a JSON pointer: "" is the whole reply. All are empty if
	// nothing was compared.
	Pointer, Expected, Got string

	// Known is the reason from Options.Known. A Fail with it does not count,
	// and is shown apart from the others, with this reason. A Pass with it is
	// that of a flake, which took several tries.
	Known string

	// Script and Line say where in the suite the check stopped, Source is the
	// text of that line.
	Script string
	Line   int
	Source string

	// Reproduce is the command line, for a POSIX shell, that runs this check
	// again. It has no secrets, and is empty unless the caller sets it.
	Reproduce string

	// Trace is what was sent and received until then, without secrets. In a
	// Result a Pass has no Trace; Options.Progress gets it for every check.
	Trace []judge.Message

	Duration time.Duration
}

// A Message is one text that a check sent or received, without secrets.
type Message = judge.Message

// Sentence is the message together with the difference, in one sentence.
func (o Outcome) Sentence() string {
	if o.Expected == "" {
		return o.Message
	}
	return o.Message + ": " + document.Difference{Pointer: o.Pointer, Expected: o.Expected, Got: o.Got}.String()
}

// Counts reports whether the outcome makes the target fail, if failures at
// failOn or stronger do.
func (o Outcome) Counts(failOn Level) bool {
	return o.Status == Fail && o.Known == "" && slices.Index(Levels, o.Check.Level) <= slices.Index(Levels, failOn)
}

// A Result is the verdict on a server.
type Result struct {
	// Version is that of the suite.
	Version string

	// Target, Editions and Compat say what was judged, and by what.
	Target   Target
	Editions []edition.Edition
	Compat   edition.Compat

	// Start is when the run began, Duration how long it took.
	Start    time.Time
	Duration time.Duration

	// Checks are in the order of List, editions one after the other.
	Checks []Outcome

	// FailOn is the weakest level whose failures count.
	FailOn Level

	// NoSkips says that a skipped check makes the verdict Unjudged.
	NoSkips bool

	// Shard is the part of the selected checks that was judged.
	Shard Shard

	// NotRun is how many checks an interrupt kept from being run. They are not
	// among Checks.
	NotRun int

	// RunID names the run on a host that is not simulated: the tags of its jails
	// begin with "conformance-", the id and "-".
	RunID string

	// Changes are the differences of the host from before the run. Owed is what
	// the run could not give back; Cleanup may be able to.
	Changes []Change
	Owed    []Loan

	// Unable is the error that Run returned: why the target could not be
	// judged, or not to the end.
	Unable error

	// EndError says which program did not end as the harness contract requires,
	// or why something is still owed.
	EndError error
}

// Count returns how many checks have a status.
func (r Result) Count(s Status) int {
	n := 0
	for _, o := range r.Checks {
		if o.Status == s {
			n++
		}
	}
	return n
}

// Failed reports whether the target fails: a check at FailOn or stronger did.
func (r Result) Failed() bool {
	return slices.ContainsFunc(r.Checks, func(o Outcome) bool { return o.Counts(r.FailOn) })
}

// A Verdict is what a result says of the server.
type Verdict string

// The verdicts. Unjudged says that a check could not be judged or was skipped
// with NoSkips, that no check was run, that the run was interrupted, that it
// left something on the host, or that a program did not end well.
const (
	Passes   Verdict = "passes"
	Fails    Verdict = "fails"
	Unjudged Verdict = "could not be judged"
)

// Verdict is Fails if the target failed any check that counts, whatever else
// happened. In a shard all checks may be skipped, because the other shards may
// judge.
func (r Result) Verdict() Verdict {
	switch {
	case r.Failed():
		return Fails
	case r.Count(Error) > 0, r.NoSkips && r.Count(Skip) > 0, r.Shard.Whole() && r.Count(Pass)+r.Count(Fail) == 0:
		return Unjudged
	case r.NotRun > 0, r.Unable != nil, r.EndError != nil, len(r.Owed) > 0, inventory.Owes(r.Changes):
		return Unjudged
	}
	return Passes
}
