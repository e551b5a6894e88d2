package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// judged is what a consumer that knows neither levels nor our statuses takes an
// outcome for.
type judged string

// The words of JUnit and TAP: one that failed makes the target fail, an error
// keeps it from being judged, one that is excused failed and does not count.
const (
	passed  judged = "passed"
	failed  judged = "failed"
	errored judged = "errored"
	excused judged = "excused"
	skipped judged = "skipped"
)

// judge says what an outcome means for the verdict on the whole.
func judge(r conformance.Result, o conformance.Outcome) judged {
	switch {
	case o.Status == conformance.Error, o.Status == conformance.Skip && r.NoSkips:
		return errored
	case o.Counts(r.FailOn):
		return failed
	case o.Status == conformance.Fail:
		return excused
	case o.Status == conformance.Skip, o.Status == conformance.Disabled:
		return skipped
	}
	return passed
}

// excuse says why a failure does not count.
func excuse(o conformance.Outcome) string {
	if o.Known != "" {
		return "known: " + o.Known
	}
	return "not binding"
}

// troubles are the reasons, beside single checks, for which the target could
// not be judged.
func troubles(r conformance.Result) []string {
	var list []string
	if r.Unable != nil {
		list = append(list, r.Unable.Error())
	}
	if r.NotRun > 0 {
		list = append(list, fmt.Sprintf("%d checks were not run", r.NotRun))
	}
	if r.EndError != nil {
		list = append(list, r.EndError.Error())
	}
	for _, c := range r.Changes {
		if c.Ours {
			list = append(list, "left behind, see sysadm-conformance cleanup --run "+r.RunID+": "+c.Text)
		}
	}
	for _, l := range r.Owed {
		list = append(list, "owed, see sysadm-conformance cleanup --run "+r.RunID+": "+l.String())
	}
	if r.Count(conformance.Pass)+r.Count(conformance.Fail)+r.Count(conformance.Error) == 0 {
		list = append(list, "no check was run")
	}
	return list
}

// notes are what else people should know of the run.
func notes(r conformance.Result) []string {
	var list []string
	for _, c := range r.Changes {
		if !c.Ours {
			list = append(list, "changed by others during the run: "+c.Text)
		}
	}
	return list
}

// A fact is one thing about the run that every report tells.
type fact struct{ Name, Value string }

func facts(r conformance.Result) []fact {
	var editions []string
	for _, e := range r.Editions {
		editions = append(editions, e.Name)
	}
	list := []fact{
		{"target", r.Target.String()},
		{"edition", strings.Join(editions, ", ")},
		{"compat", r.Compat.Name},
		{"fail-on", string(r.FailOn)},
		{"started", r.Start.UTC().Format(time.RFC3339)},
		{"duration", r.Duration.Round(10 * time.Millisecond).String()},
		{"suite", "sysadm-conformance " + r.Version},
	}
	if !r.Shard.Whole() {
		list = append(list, fact{"shard", r.Shard.String()})
	}
	return list
}

// verdict is the one sentence that everybody wants to know.
func verdict(r conformance.Result) string { return "The server " + string(r.Verdict()) }

// script is where in this module the script of a check lies.
func script(o conformance.Outcome) string {
	if path, _ := o.Check.Script(); path != "" {
		return path
	}
	return o.Script
}

// byEdition splits the outcomes, which stand edition by edition.
func byEdition(r conformance.Result) [][]conformance.Outcome {
	var parts [][]conformance.Outcome
	for i, o := range r.Checks {
		if i == 0 || o.Check.Edition.Name != r.Checks[i-1].Check.Edition.Name {
			parts = append(parts, nil)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], o)
	}
	return parts
}

// findingFacts are what every report tells of a failure, beside its exchange.
func findingFacts(o conformance.Outcome) []fact {
	list := []fact{{"why", o.Sentence()}, {"requirement", o.Check.Requirement}, {"section", o.Check.Section}}
	if o.Line > 0 {
		list = append(list, fact{"script", fmt.Sprintf("%s:%d: %s", script(o), o.Line, o.Source)})
	}
	if o.Reproduce != "" {
		list = append(list, fact{"reproduce", o.Reproduce})
	}
	return list
}
