package mutant

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Options say which servers are judged and how.
type Options struct {
	// Mutants are judged in this order.
	Mutants []Mutant

	// Sim is the program sysadm-sim; empty is where conformance.Simulator looks.
	Sim string

	// Edition and Compat are those that the servers claim; zero is the default.
	Edition edition.Edition
	Compat  edition.Compat

	// All runs every check against each mutant, not only until one notices.
	All bool

	// Timeout bounds every single wait for a server; zero is five seconds: the
	// servers are near, and some mutants never answer.
	Timeout time.Duration

	// Parallel is how many checks run at once; zero is that of conformance.Options.
	Parallel int

	// Progress is called after each mutant; nil is not called.
	Progress func(Report)

	plain *conformance.Simulator // without faults; all mutants use it
}

// A Report is what became of one server.
type Report struct {
	Mutant  Mutant
	Edition string

	// Killers are the ids of the MUST and SHOULD checks that failed, in the order
	// of the catalogue; empty is a survivor. Where All is not set they are those
	// of the first checks that noticed.
	Killers []conformance.Check

	// Hinted says that a check noticed that was made for it.
	Hinted bool

	Duration time.Duration
}

// Killed reports whether the suite noticed.
func (r Report) Killed() bool { return len(r.Killers) > 0 }

// Judge runs the suite against each mutant of the edition. The error says why
// one could not be judged; what the suite does not notice is no error.
func Judge(ctx context.Context, o Options) (reports []Report, err error) {
	o = o.withDefaults()
	checks, err := conformance.List(conformance.Options{Editions: []edition.Edition{o.Edition}, Compat: o.Compat})
	if err != nil {
		return nil, err
	}
	o.plain = &conformance.Simulator{Path: o.Sim}
	defer func() { err = errors.Join(err, o.plain.Close()) }()
	offered, err := Offered(o.Mutants, o.Edition, o.Compat)
	if err != nil {
		return nil, err
	}
	for _, m := range offered {
		begin := time.Now()
		report, err := o.judge(ctx, m, checks)
		if err != nil {
			return reports, fmt.Errorf("cannot judge mutant %s: %w", m.Name, err)
		}
		report.Duration = time.Since(begin)
		reports = append(reports, report)
		if o.Progress != nil {
			o.Progress(report)
		}
	}
	return reports, nil
}

func (o Options) withDefaults() Options {
	if o.Edition.Name == "" {
		o.Edition = edition.Default
	}
	if o.Compat.Name == "" {
		o.Compat = edition.Documented
	}
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	return o
}

// judge runs first the checks that should notice, then all.
func (o Options) judge(ctx context.Context, m Mutant, checks []conformance.Check) (Report, error) {
	report := Report{Mutant: m, Edition: o.Edition.Name}
	host, remove, err := o.host(m)
	if err != nil {
		return report, err
	}
	defer remove()
	hinted := hinted(m, checks)
	rounds := [][]string{hinted, nil}
	if o.All || len(hinted) == 0 {
		rounds = [][]string{nil}
	}
	for _, run := range rounds {
		result, err := conformance.Run(ctx, o.suite(host, run))
		if err != nil && !errors.Is(err, conformance.ErrAllSkipped) {
			return report, err
		}
		if report.Killers = killers(result); report.Killed() {
			break
		}
	}
	report.Hinted = slices.ContainsFunc(report.Killers, func(c conformance.Check) bool { return slices.Contains(hinted, c.ID) })
	return report, nil
}

func (o Options) suite(host conformance.Host, run []string) conformance.Options {
	return conformance.Options{
		Host: host, Editions: []edition.Edition{o.Edition}, Compat: o.Compat, Run: run,
		Timeout: o.Timeout, CheckTimeout: 4 * o.Timeout, Parallel: o.Parallel,
	}
}

// host puts the mutant before a simulated host, whose iocage is a mutant, too,
// if it has faults.
func (o Options) host(m Mutant) (conformance.Host, func(), error) {
	if m.faults == "" {
		return &Host{Inner: o.plain, Mutant: m}, func() {}, nil
	}
	file, err := os.CreateTemp("", "sysadm-mutant-*.yaml")
	if err != nil {
		return nil, nil, fmt.Errorf("cannot write the faults: %v", err)
	}
	remove := func() { os.Remove(file.Name()) }
	_, err = file.WriteString(m.faults)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		remove()
		return nil, nil, fmt.Errorf("cannot write the faults: %v", err)
	}
	return &Host{Inner: &conformance.Simulator{Path: o.Sim, Faults: file.Name()}, Mutant: m, closes: true}, remove, nil
}

// hinted are the ids of the checks that should notice a mutant.
func hinted(m Mutant, checks []conformance.Check) []string {
	var ids []string
	for _, c := range checks {
		if slices.ContainsFunc(m.Caught, func(glob string) bool { return matches(glob, c.ID) }) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// killers are the checks that failed and make a verdict red.
func killers(r conformance.Result) []conformance.Check {
	var failed []conformance.Check
	for _, outcome := range r.Checks {
		if outcome.Counts(conformance.Should) {
			failed = append(failed, outcome.Check)
		}
	}
	return failed
}

// matches reports whether a glob, in which * stands for any text, matches.
func matches(glob, text string) bool {
	parts := strings.Split(glob, "*")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$").MatchString(text)
}
