package mutant

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A RightReport is what the suite says of a server that is right.
type RightReport struct {
	Name   string `json:"name"`
	Passed int    `json:"passed"`

	// Failed are the checks that a right server must not fail: empty is good.
	Failed []string `json:"failed,omitempty"`
}

// String is one line for people.
func (r RightReport) String() string {
	if len(r.Failed) > 0 {
		return fmt.Sprintf("FAILS     %-40s %s", r.Name, r.Failed[0])
	}
	return fmt.Sprintf("passes    %-40s %d checks", r.Name, r.Passed)
}

// JudgeRight judges right servers by the edition: the simulated host in both ways
// of answering, behind a proxy that changes nothing. The error says why one
// could not be judged.
func JudgeRight(ctx context.Context, o Options) ([]RightReport, error) {
	o = o.withDefaults()
	var reports []RightReport
	for _, compat := range edition.Compats {
		host := &conformance.Simulator{Path: o.Sim}
		o.Compat = compat
		result, err := conformance.Run(ctx, o.suite(&Host{Inner: host, closes: true}, nil))
		if err != nil {
			return reports, fmt.Errorf("cannot judge the right server %s: %w", compat.Name, err)
		}
		reports = append(reports, rightReport("right."+compat.Name, result, conformance.Should))
	}
	return reports, nil
}

// rightReport counts what is red: a right server of the documents must not fail
// any check, one of another kind no MUST.
func rightReport(name string, result conformance.Result, weakest conformance.Level) RightReport {
	r := RightReport{Name: name, Passed: result.Count(conformance.Pass)}
	for _, o := range result.Checks {
		if o.Counts(weakest) || o.Status == conformance.Error {
			r.Failed = append(r.Failed, fmt.Sprintf("%s %s: %s", o.Check.Level, o.Check.ID, o.Message))
		}
	}
	return r
}
