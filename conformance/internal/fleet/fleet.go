// Package fleet judges many targets in one run. It judges a few at once and
// keeps only a summary of each, so that thousands need no more memory than a
// dozen.
package fleet

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/sysadm-go/sysadm/conformance"
)

// A Member is what a target was found to be.
type Member struct {
	Name    string                     `json:"name"`
	Target  conformance.Target         `json:"target"`
	Verdict conformance.Verdict        `json:"verdict"`
	Summary map[conformance.Status]int `json:"summary"`

	// Findings are the checks that failed or could not be judged; of more than
	// mostFindings the rest is only counted, in Summary.
	Findings []Finding `json:"findings,omitempty"`

	// Unable says why the target could not be judged, or not to the end.
	Unable string `json:"unable,omitempty"`

	DurationMS float64 `json:"duration_ms"`
}

// A Finding is a check that did not pass.
type Finding struct {
	Edition string             `json:"edition"`
	ID      string             `json:"id"`
	Level   conformance.Level  `json:"level"`
	Status  conformance.Status `json:"status"`
	Known   string             `json:"known,omitempty"`
	Message string             `json:"message"`
}

// mostFindings are kept of one target: the rest is in its own report.
const mostFindings = 20

// A Result is the verdict on a fleet.
type Result struct {
	Version  string
	Start    time.Time
	Duration time.Duration

	// Shard is the part of the targets that was judged; zero is all.
	Shard conformance.Shard

	// NotRun is how many targets an interrupt kept from being judged.
	NotRun int

	// Unable says why the fleet was not judged to the end, if it was not.
	Unable string

	// Members are in the order of their names.
	Members []Member
}

// Verdict is Fails if any target fails, else Unjudged if any could not be
// judged.
func (r Result) Verdict() conformance.Verdict {
	switch {
	case r.Count(conformance.Fails) > 0:
		return conformance.Fails
	case r.NotRun > 0, r.Unable != "", len(r.Members) == 0, r.Count(conformance.Unjudged) > 0:
		return conformance.Unjudged
	}
	return conformance.Passes
}

// Count is how many targets have a verdict.
func (r Result) Count(v conformance.Verdict) int {
	n := 0
	for _, m := range r.Members {
		if m.Verdict == v {
			n++
		}
	}
	return n
}

// String tells the counts in one line.
func (r Result) String() string {
	text := fmt.Sprintf("%d targets: %d pass, %d fail, %d could not be judged", len(r.Members)+r.NotRun,
		r.Count(conformance.Passes), r.Count(conformance.Fails), r.Count(conformance.Unjudged))
	if why := r.unjudged(); why != "" {
		text += "; " + why
	}
	return fmt.Sprintf("%s (%s)", text, r.Duration.Round(10*time.Millisecond))
}

// Summarize keeps what a fleet needs of the result of one target. The error is
// that of the run.
func Summarize(name string, r conformance.Result, err error) Member {
	m := Member{
		Name: name, Target: r.Target, Verdict: r.Verdict(), Summary: map[conformance.Status]int{},
		DurationMS: float64(r.Duration.Microseconds()) / 1000,
	}
	for _, s := range conformance.Statuses {
		m.Summary[s] = r.Count(s)
	}
	for _, o := range r.Checks {
		if (o.Status == conformance.Fail || o.Status == conformance.Error) && len(m.Findings) < mostFindings {
			m.Findings = append(m.Findings, Finding{o.Check.Edition.Name, o.Check.ID, o.Check.Level, o.Status, o.Known, o.Sentence()})
		}
	}
	switch {
	case err != nil:
		m.Unable = err.Error()
	case r.EndError != nil:
		m.Unable = r.EndError.Error()
	}
	if err != nil && m.Verdict == conformance.Passes {
		m.Verdict = conformance.Unjudged
	}
	return m
}

// Judge has targets judged, some at once, and calls done after each, by one
// goroutine at a time. When ctx ends no other is begun. The result has them in
// the order of the names.
func Judge(ctx context.Context, names []string, atOnce int, judge func(ctx context.Context, name string) Member, done func(Member)) Result {
	r := Result{Version: conformance.Version(), Start: time.Now()}
	members := make([]Member, len(names))
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, name := range names {
		group.Go(func() error {
			if ctx.Err() != nil {
				return nil
			}
			members[i] = judge(ctx, name)
			mu.Lock()
			defer mu.Unlock()
			done(members[i])
			return nil
		})
	}
	_ = group.Wait()
	r.Members = slices.DeleteFunc(members, func(m Member) bool { return m.Verdict == "" })
	r.NotRun, r.Duration = len(names)-len(r.Members), time.Since(r.Start)
	return r
}
