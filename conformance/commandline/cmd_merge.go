package commandline

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

func newMergeCommand(env Env, code *int) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "merge RESULT.json...",
		Short: "Put the reports of all shards together to one verdict",
		Long: `Put together the JSON reports of runs with --shard 1/N to N/N on one target,
and tell the verdict and write the reports as if all checks had been run at once.
A shard whose report is missing keeps the target from being judged.`,
		Example: `  sysadm-conformance run --shard 1/2 --report json=1.json
  sysadm-conformance run --shard 2/2 --report json=2.json
  sysadm-conformance merge 1.json 2.json --report junit=junit.xml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) (err error) {
			*code, err = f.merge(env, args)
			return err
		},
	}
	f.addReports(cmd.Flags())
	f.addDisplay(cmd.Flags())
	return cmd
}

// merge tells what the shards of the reports are together.
func (f *flags) merge(env Env, files []string) (int, error) {
	if err := f.checkDisplay(); err != nil {
		return exitUnable, err
	}
	destinations, err := parseDestinations(f.reports)
	if err != nil {
		return exitUnable, err
	}
	var shards []conformance.Result
	for _, file := range files {
		shard, err := report.ReadFile(file)
		if err != nil {
			return exitUnable, err
		}
		shards = append(shards, shard)
	}
	result, err := conformance.Merge(shards)
	if err != nil {
		return exitUnable, err
	}
	screen := f.newScreen(env, destinations.people(env))
	report.Text(screen.out, screen.style, result)
	if err := errors.Join(result.Unable, result.EndError, destinations.write(env.Stdout, result)); err != nil {
		return exitUnable, err
	}
	return exitCode(result.Verdict()), nil
}
