package commandline

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/fleet"
	"github.com/sysadm-go/sysadm/conformance/report"
)

func newMergeCommand(env Env, code *int) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "merge RESULT.json...",
		Short: "Put the reports of all shards together to one verdict",
		Long: `Put together the JSON reports of run with --shard 1/N to N/N on one target, or
of fleet on one fleet, and tell the verdict and write the reports as if all had
been judged at once. A shard whose report is missing keeps it from being judged.`,
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
func (f *flags) merge(env Env, files []string) (int, error) {
	if err := f.checkDisplay(); err != nil {
		return exitUnable, err
	}
	ofFleet, err := allOfFleet(files)
	if err != nil {
		return exitUnable, err
	}
	if ofFleet {
		return f.mergeFleet(env, files)
	}
	to, err := parseDestinations(f.reports, report.Formats)
	if err != nil {
		return exitUnable, err
	}
	result, err := merged(files, report.ReadFile, conformance.Merge)
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

func (f *flags) mergeFleet(env Env, files []string) (int, error) {
	to, err := parseDestinations(f.reports, fleet.Formats)
	if err != nil {
		return exitUnable, err
	}
	result, err := merged(files, fleet.ReadFile, fleet.Merge)
	if err != nil {
		return exitUnable, err
	}
	for _, m := range result.Members {
		if !f.quiet && m.Verdict != conformance.Passes {
			fmt.Fprintln(to.people(env), report.SingleLine(m.String()))
		}
	}
	return tellFleet(env, result, to)
}

// merged reads all files and merges what they tell.
func merged[R any](files []string, read func(string) (R, error), merge func([]R) (R, error)) (R, error) {
	var shards []R
	for _, file := range files {
		shard, err := read(file)
		if err != nil {
			return shard, err
		}
		shards = append(shards, shard)
	}
	return merge(shards)
}

// allOfFleet reports whether the reports are of fleets. A mixture is refused.
func allOfFleet(files []string) (bool, error) {
	count := 0
	for _, file := range files {
		if _, err := fleet.ReadFile(file); err == nil {
			count++
		}
	}
	if count > 0 && count < len(files) {
		return false, errors.New("cannot merge: some reports are of a fleet and some are not")
	}
	return count > 0, nil
}
