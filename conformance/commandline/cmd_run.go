package commandline

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance/report"
)

func newRunCommand(env Env, code *int) *cobra.Command {
	f := &runFlags{}
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Judge a simulated host, a command, or the server at given addresses",
		Long: `Judge a server. Without a target simulated hosts are started and judged;
--exec starts a command that prints a ready line; --ws and --rest name a server
that runs already, and --target takes all of that from a file. A target that is
not the simulated host is changed only with --destructive: the suite then makes
jails of its own and destroys them, borrows --jail and --pool and puts them back.
What it changes is noted in a journal before, for the command cleanup.`,
		Example: `  sysadm-conformance run --edition all
  sysadm-conformance run --ws wss://host:12150 --rest https://host:12151 --user admin --password-file pw --ca ca.pem
  sysadm-conformance run --exec 'sysadm-server serve --ws-addr :0 --rest-addr :0 --users htpasswd' --user admin`,
		Args: cobra.NoArgs,
	}
	f.addHost(cmd.Flags())
	f.addTouch(cmd.Flags())
	f.addSelection(cmd.Flags())
	f.addVerdict(cmd.Flags())
	f.addReports(cmd.Flags(), forms(report.Formats))
	f.addDisplay(cmd.Flags())
	f.addProgress(cmd.Flags())
	f.addRerun(cmd.Flags())
	f.addRecord(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		var err error
		f.rememberTarget(cmd.Flags())
		if err = f.readProfile(cmd.Context(), cmd.Flags(), givenFlags(cmd.Flags()), env); err != nil {
			return err
		}
		f.named = namesOfHost(cmd.Flags())
		*code, err = f.judge(cmd.Context(), env)
		return err
	}
	return cmd
}

// judge runs the checks, prints the verdict and writes the reports, also when
// checks failed or the run was interrupted.
func (f *runFlags) judge(ctx context.Context, env Env) (int, error) {
	options, err := f.options(env)
	if err != nil {
		return exitUnable, err
	}
	if err := f.checkDisplay(); err != nil {
		return exitUnable, err
	}
	destinations, err := parseDestinations(f.reports, report.Formats)
	if err != nil {
		return exitUnable, err
	}
	defer outliveReaders()()
	screen := f.newScreen(env, destinations.people(env))
	options.Progress = screen.progress
	if err := f.rerun(&options); err != nil {
		return exitUnable, err
	}
	endRecording, err := f.startRecording(&options)
	if err != nil {
		return exitUnable, err
	}
	result, runErr := f.runWithJournal(ctx, env, options)
	runErr = errors.Join(runErr, endRecording(runErr == nil))
	screen.clear()
	f.addReproduction(result)
	if len(result.Checks) > 0 {
		report.Text(screen.out, screen.style, result)
	}
	f.shuffle.tell(env.Stderr, result.Verdict())
	if result.EndError != nil && len(result.Checks) > 0 { // else there is a reason why nothing was judged
		fmt.Fprintf(env.Stderr, "sysadm-conformance: %v\n", result.EndError)
	}
	if err := errors.Join(runErr, destinations.write(env.Stdout, result)); err != nil {
		return exitUnable, err
	}
	return exitCode(result.Verdict()), nil
}
