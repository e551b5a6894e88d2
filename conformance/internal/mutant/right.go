package mutant

import (
	"context"
	"fmt"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/independent"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A RightReport is what the suite says of a server that is right.
type RightReport struct {
	Name   string `json:"name"`
	Passed int    `json:"passed"`

	// Skipped are the checks that could not be run: of a lever that the server
	// lacks, or of an address that this machine lacks.
	Skipped int `json:"skipped"`

	// Failed are the checks that a right server must not fail: empty is good.
	Failed []string `json:"failed,omitempty"`
}

// String is one line for people.
func (r RightReport) String() string {
	if len(r.Failed) > 0 {
		return fmt.Sprintf("FAILS     %-40s %s", r.Name, r.Failed[0])
	}
	line := fmt.Sprintf("passes    %-40s %d checks", r.Name, r.Passed)
	if r.Skipped > 0 {
		line += fmt.Sprintf(", %d skipped", r.Skipped)
	}
	return line
}

// A rightServer is one that must pass, and the way of answering that it claims.
type rightServer struct {
	name   string
	compat edition.Compat
	host   func(o Options) conformance.Host
	bend   func(*proxy) // nil: the proxy changes nothing
}

// rightServers are five, of two families.
var rightServers = []rightServer{
	{"right.documented", edition.Documented, simulated, nil},
	{"right.reference", edition.Reference, simulated, nil},
	{"right.independent", edition.Documented, func(Options) conformance.Host { return independent.Host{} }, nil},
	{"right.unaccustomed", edition.Documented, simulated, unaccustomed},
	{"right.busy", edition.Documented, func(Options) conformance.Host { return &independent.Busy{Pause: 2 * time.Millisecond} }, nil},
}

func simulated(o Options) conformance.Host { return &conformance.Simulator{Path: o.Sim} }

// JudgeRight judges right servers by the edition, behind a proxy that changes
// nothing, or only what a server may do otherwise. The error says why one could not be judged.
func JudgeRight(ctx context.Context, o Options) ([]RightReport, error) {
	o = o.withDefaults()
	var reports []RightReport
	for _, server := range rightServers {
		o.Compat = server.compat
		suite := o.suite(&Host{Inner: server.host(o), Mutant: Mutant{bend: server.bend}, closes: true}, nil)
		suite.Destructive, suite.Jail, suite.Pool = true, "test", "tank"
		result, err := conformance.Run(ctx, suite)
		if err != nil {
			return reports, fmt.Errorf("cannot judge the right server %s: %w", server.name, err)
		}
		reports = append(reports, rightReport(server.name, result))
	}
	return reports, nil
}

// rightReport counts what is red: a MUST or a SHOULD that failed, or what could not
// be judged.
func rightReport(name string, result conformance.Result) RightReport {
	r := RightReport{Name: name, Passed: result.Count(conformance.Pass), Skipped: result.Count(conformance.Skip)}
	for _, o := range result.Checks {
		if o.Counts(conformance.Should) || o.Status == conformance.Error {
			r.Failed = append(r.Failed, fmt.Sprintf("%s %s: %s", o.Check.Level, o.Check.ID, o.Message))
		}
	}
	return r
}
