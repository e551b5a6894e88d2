package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/fleet"
	"github.com/sysadm-go/sysadm/conformance/internal/target"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// fleetFlags are the command line of fleet.
type fleetFlags struct {
	runFlags      // which hold for every target
	atOnce        int
	reportsFolder string

	file   target.File
	set    *pflag.FlagSet
	common []*pflag.Flag // of the command line, which hold for every target
	env    Env
}

func newFleetCommand(env Env, code *int) *cobra.Command {
	f := &fleetFlags{env: env}
	cmd := &cobra.Command{
		Use:   "fleet [TARGET...]",
		Short: "Judge many targets in one run",
		Long: `Judge the targets of a file of profiles: all, or those whose names match one of
the globs. Print a line for each target that does not pass, and with -v for every
target. --reports writes a report of each target, with the result of each check.
The other flags are those of run, and apply to every target. --shard selects a
part of the targets, with all their checks; merge combines the JSON reports of
the shards.`,
		Example: `  sysadm-conformance fleet --level must
  sysadm-conformance fleet 'tank*' --targets fleet.yaml --reports results --report junit=fleet.xml
  sysadm-conformance fleet --shard 2/4 --report json=2.json`,
		RunE: func(cmd *cobra.Command, globs []string) (err error) {
			*code, err = f.judgeAll(cmd.Context(), globs)
			return err
		},
	}
	f.set = cmd.Flags()
	f.addForEach(f.set)
	f.addReports(f.set, forms(fleet.Formats))
	f.addDisplay(f.set)
	f.addProgress(f.set)
	addTargetsFile(f.set, &f.targets)
	f.set.IntVar(&f.atOnce, "at-once", 4*runtime.NumCPU(), "targets judged at once")
	f.set.StringVar(&f.reportsFolder, "reports", "", "folder for the JSON report of each target, under its name")
	f.set.Lookup("shard").Usage = "only part `I/N` of the targets, as in 2/4; merge combines the reports"
	f.set.Lookup("parallel").Usage = "checks at once on each target (default 1)"
	return cmd
}

// judgeAll judges the targets and tells the verdict on all.
func (f *fleetFlags) judgeAll(ctx context.Context, globs []string) (int, error) {
	to, err := parseDestinations(f.reports, fleet.Formats)
	if err != nil {
		return exitUnable, err
	}
	shard, err := f.check()
	if err != nil {
		return exitUnable, err
	}
	names, err := f.chosenTargets(globs, shard)
	if err != nil {
		return exitUnable, err
	}
	f.common = f.forEach()
	defer outliveReaders()()
	people := to.people(f.env)
	r := fleet.Judge(ctx, names, f.atOnce, f.judgeOne, func(m fleet.Member) { f.tellMember(people, m) })
	r.Shard = shard
	return tellFleet(f.env, r, to)
}

// check says what is wrong with the command line, once for all targets, and which
// shard of them it asks for.
func (f *fleetFlags) check() (shard conformance.Shard, err error) {
	if f.atOnce < 1 {
		return shard, errors.New("cannot judge no target at once: --at-once must be positive")
	}
	if info, err := os.Stat(f.reportsFolder); f.reportsFolder != "" && (err != nil || !info.IsDir()) {
		return shard, fmt.Errorf("cannot write reports to %s: it is not a folder", f.reportsFolder)
	}
	if err := f.checkDisplay(); err != nil {
		return shard, err
	}
	o, err := f.judgement()
	if err != nil {
		return shard, err
	}
	shard, o.Shard = o.Shard, conformance.Shard{} // all checks of some targets
	_, err = conformance.List(o)
	return shard, err
}

// tellMember prints a line about a target, unless that passes or all is to be
// quiet.
func (f *display) tellMember(people io.Writer, m fleet.Member) {
	if !f.quiet && (f.verbose || m.Verdict != conformance.Passes) {
		fmt.Fprintln(people, report.SingleLine(m.String()))
	}
}

// tellFleet prints the counts and writes the reports.
func tellFleet(env Env, r fleet.Result, to destinations[fleet.Result]) (int, error) {
	if !r.Shard.Whole() {
		fmt.Fprintf(to.people(env), "these are the targets of shard %s only: merge the reports of all shards\n", r.Shard)
	}
	fmt.Fprintln(to.people(env), r)
	if err := to.write(env.Stdout, r); err != nil {
		return exitUnable, err
	}
	return exitCode(r.Verdict()), nil
}
