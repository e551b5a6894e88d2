// Package mutant makes right servers wrong, each in one named way, and tells
// which checks of the suite notice: proof that its verdict means something.
//
// A proxy between the suite and a right host bends messages, statuses,
// connections and TLS; where the lie must come from iocage, the simulated host
// is started with a fault. Both work from outside, on a real server.
package mutant

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Mutant is one way of being wrong. The zero one is right.
type Mutant struct {
	// Name is stable and unique, subject first, as in "listjails.tag.dropped".
	Name string

	// Family is the kind of mistake.
	Family string

	// Wrong is what the server does, in one sentence.
	Wrong string

	// Caught are globs over the ids of the checks that should notice.
	Caught []string

	offers []string                   // the actions without which an edition has no such server
	lacks  func(edition.Edition) bool // what an edition must lack to have such a server; nil: nothing

	right  func(edition.Compat) bool // who claims this way answers rightly so; nil: nobody
	bend   func(*proxy)
	faults string // a fault file of the simulated host
}

// In reports whether there can be such a server in an edition, for who claims this
// way of answering.
func (m Mutant) In(e edition.Edition, c edition.Compat) bool {
	if m.right != nil && m.right(c) || m.lacks != nil && m.lacks(e) {
		return false
	}
	return !slices.ContainsFunc(m.offers, func(action string) bool { return !e.Offers(action) })
}

// Offered are those of the mutants that there can be in an edition, for who claims
// a way of answering: one whose checks are all of promises that only the documented
// way makes breaks none in another.
func Offered(mutants []Mutant, e edition.Edition, c edition.Compat) ([]Mutant, error) {
	checks, err := conformance.List(conformance.Options{Editions: []edition.Edition{e}, Compat: c})
	if err != nil {
		return nil, err
	}
	if c.Name != edition.Documented.Name {
		checks = slices.DeleteFunc(checks, func(check conformance.Check) bool {
			return slices.Contains(check.Needs, "compat="+edition.Documented.Name) || isYounger(check.ID, c)
		})
	}
	return slices.DeleteFunc(slices.Clone(mutants), func(m Mutant) bool { return !m.In(e, c) || len(m.Caught) > 0 && len(hinted(m, checks)) == 0 }), nil
}

// younger are the beginnings of the ids of checks that are of a class, or of actions
// of the dispatcher, which the original server did not have yet.
var younger = []struct {
	id     string
	absent func(edition.Compat) bool
}{
	{"settings.", lacks("rpc/settings")},
	{"auth_ssl.", lacks("rpc/settings")},
	{"transports.keys", lacks("rpc/settings")},
	{"logs.", lacks("rpc/logs")},
	{"identify.", lacks("rpc/identify")},
	{"dispatcher.list", runsOnly},
	{"dispatcher.kill", runsOnly},
	{"operator.verbs", runsOnly}, // asks for kill
	{"system-state.", runsOnly},
}

func runsOnly(c edition.Compat) bool { return c.RunsOnly }

// isYounger reports whether a check is of what a way of answering lacks.
func isYounger(id string, c edition.Compat) bool {
	for _, y := range younger {
		if strings.HasPrefix(id, y.id) && y.absent(c) {
			return true
		}
	}
	return false
}

// A family is mutants of one kind.
type family struct {
	name    string
	mutants []Mutant
}

// families are all of them, in the order of the report.
var families = []family{
	{"types", typeMutants},
	{"members", memberMutants},
	{"values", valueMutants},
	{"state", stateMutants},
	{"identity", identityMutants},
	{"stream", streamMutants},
	{"login", loginMutants},
	{"transport", transportMutants},
	{"errors", errorMutants},
	{"events", eventMutants},
	{"classes", classMutants},
	{"iocage", iocageMutants},
	{"near misses", nearMutants},
	{"parameters", parameterMutants},
	{"company", companyMutants},
	{"surroundings", surroundingsMutants},
	{"crowd", crowdMutants},
	{"wire", wireMutants},
	{"tables", tableMutants},
	{"fetches", fetchMutants},
	{"unusual hosts", unusualMutants},
	{"dispatching", dispatchingMutants},
	{"services", serviceMutants},
	{"rights", rightMutants},
	{"intruders", intruderMutants},
	{"forms", formMutants},
	{"departures", departureMutants},
	{"columns", columnMutants},
	{"wishes", wishMutants},
	{"effects", effectMutants},
	{"running", runningMutants},
	{"carelessness", carelessMutants},
	{"haste", earlyMutants},
	{"aftermath", aftermathMutants},
	{"memory", memoryMutants},
	{"in flight", flightMutants},
}

// All returns the mutants in the order of the report.
func All() []Mutant {
	var all []Mutant
	for _, f := range families {
		for _, m := range f.mutants {
			m.Family = f.name
			all = append(all, m)
		}
	}
	return all
}

// Select returns those mutants that one of the globs matches; no globs are all.
// A glob that matches none is an error, for it is a slip.
func Select(globs []string) ([]Mutant, error) {
	if len(globs) == 0 {
		return All(), nil
	}
	chosen := map[string]bool{}
	for _, glob := range globs {
		hits := 0
		for _, m := range All() {
			if matches(glob, m.Name) {
				chosen[m.Name] = true
				hits++
			}
		}
		if hits == 0 {
			return nil, fmt.Errorf("cannot choose mutants: --run %q matches none: see sysadm-conformance mutants list", glob)
		}
	}
	return slices.DeleteFunc(All(), func(m Mutant) bool { return !chosen[m.Name] }), nil
}
