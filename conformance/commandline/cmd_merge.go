package commandline

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/fleet"
	"github.com/sysadm-go/sysadm/conformance/merge"
	"github.com/sysadm-go/sysadm/conformance/report"
)

func newMergeCommand(env Env, code *int) *cobra.Command {
	f := &display{}
	cmd := &cobra.Command{
		Use:   "merge RESULT.json...",
		Short: "Combine the reports of all shards into one verdict",
		Long: `Combine the JSON reports of run with --shard 1/N to N/N on one target, or of fleet
on one fleet, and print the verdict and write the reports as if everything had
been judged at once. If the report of a shard is missing, the verdict is that the
target could not be judged.`,
		Example: `  sysadm-conformance run --shard 1/2 --report json=1.json
  sysadm-conformance run --shard 2/2 --report json=2.json
  sysadm-conformance merge 1.json 2.json --report junit=junit.xml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) (err error) {
			*code, err = f.merge(env, args)
			return err
		},
	}
	f.addReports(cmd.Flags(), forms(report.Formats)+"; of a fleet "+forms(fleet.Formats))
	f.addDisplay(cmd.Flags())
	return cmd
}

// merge tells what the shards of the reports are together: of one target, or of a
// fleet.
func (f *display) merge(env Env, files []string) (int, error) {
	if err := f.checkDisplay(); err != nil {
		return exitUnable, err
	}
	shards, fleets, err := readShards(files)
	switch {
	case err != nil:
		return exitUnable, err
	case len(fleets) == 0:
		return f.mergeTarget(env, shards)
	case len(shards) == 0:
		return f.mergeFleet(env, fleets)
	}
	return exitUnable, errors.New("cannot merge: some reports are of a fleet and some are not")
}

// readShards reads the reports of shards of one target, and of fleets.
func readShards(files []string) (shards []conformance.Result, fleets []fleet.Result, err error) {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, fmt.Errorf("cannot read the report: %v", err)
		}
		if fleet.IsReport(text) {
			var one fleet.Result
			one, err = fleet.Read(text)
			fleets = append(fleets, one)
		} else {
			var one conformance.Result
			one, err = report.Read(bytes.NewReader(text))
			shards = append(shards, one)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("cannot read report %s: %v", file, err)
		}
	}
	return shards, fleets, nil
}

func (f *display) mergeTarget(env Env, shards []conformance.Result) (int, error) {
	to, err := parseDestinations(f.reports, report.Formats)
	if err != nil {
		return exitUnable, err
	}
	result, err := merge.Results(shards)
	if err != nil {
		return exitUnable, err
	}
	screen := f.newScreen(env, to.people(env))
	report.Text(screen.out, screen.style, result)
	if err := errors.Join(result.Unable, result.EndError, to.write(env.Stdout, result)); err != nil {
		return exitUnable, err
	}
	return exitCode(result.Verdict()), nil
}

func (f *display) mergeFleet(env Env, shards []fleet.Result) (int, error) {
	to, err := parseDestinations(f.reports, fleet.Formats)
	if err != nil {
		return exitUnable, err
	}
	result, err := fleet.Merge(shards)
	if err != nil {
		return exitUnable, err
	}
	for _, m := range result.Members {
		f.tellMember(to.people(env), m)
	}
	return tellFleet(env, result, to)
}
