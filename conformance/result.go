package conformance

import (
	"slices"
	"time"
)

// A Status is the end of a check.
type Status string

// The statuses. Fail is the server's fault; Error is ours, or says that the
// server could not be reached; Disabled was not selected; Skip has a reason.
const (
	Pass     Status = "pass"
	Fail     Status = "fail"
	Skip     Status = "skip"
	Disabled Status = "disabled"
	Error    Status = "error"
)

// statuses are all of them, in the order of a report.
var statuses = []Status{Pass, Fail, Skip, Disabled, Error}

// An Outcome is what became of a check.
type Outcome struct {
	Check  Check
	Status Status

	// Message is one sentence: the first difference, or the reason of a skip.
	Message string

	// Pointer, Expected and Got tell the first difference in a reply. They are
	// empty where there is none to point at.
	Pointer, Expected, Got string

	// Script and Line say where in the suite the check stopped.
	Script string
	Line   int

	// Trace is what was sent and received until then, without secrets.
	Trace []string

	Duration time.Duration
}

// red reports whether an outcome makes the target fail at a level.
func (o Outcome) red(failOn Level) bool {
	return o.Status == Fail && slices.Index(levels, o.Check.Level) <= slices.Index(levels, failOn)
}

// A Result is the verdict on a server.
type Result struct {
	// Checks are in the order of List, editions one after the other.
	Checks []Outcome

	// FailOn is the weakest level whose failures count.
	FailOn Level

	// NoSkips says that a check which was skipped was not judged as it should be.
	NoSkips bool

	// EndError says which program did not end as the harness contract asks.
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
	return slices.ContainsFunc(r.Checks, func(o Outcome) bool { return o.red(r.FailOn) })
}

// The exit codes of the program.
const (
	exitGood   = 0 // the target passes
	exitFails  = 1 // the target fails
	exitUnable = 2 // the suite could not judge
)

// ExitCode is 1 if the target fails, else 2 if a check could not be judged or
// was skipped against NoSkips, none was run, or a program did not end well,
// else 0.
func (r Result) ExitCode() int {
	switch {
	case r.Failed():
		return exitFails
	case r.Count(Error) > 0, r.NoSkips && r.Count(Skip) > 0, r.Count(Pass)+r.Count(Fail) == 0, r.EndError != nil:
		return exitUnable
	}
	return exitGood
}
