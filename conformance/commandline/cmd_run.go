package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

func newRunCommand(env Env, code *int) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Judge a simulated host, a command, or the server at given addresses",
		Long: `Judge a server. Without a target a simulated host is started for each check;
--exec starts a command that prints a ready line; --ws and --rest name a server
that runs already. A target that is not the simulated host is changed only with
--destructive, --jail and --pool, and put back afterwards.`,
		Example: `  sysadm-conformance run --edition all
  sysadm-conformance run --ws wss://host:12150 --rest https://host:12151 --user admin --password-file pw --ca ca.pem
  sysadm-conformance run --exec 'sysadm-server serve --ws-addr :0 --rest-addr :0 --users htpasswd' --user admin`,
		Args: cobra.NoArgs,
	}
	f.addTarget(cmd.Flags())
	f.addSelection(cmd.Flags())
	f.addVerdict(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		var err error
		if err = f.readProfile(cmd.Context(), cmd.Flags(), env); err != nil {
			return err
		}
		*code, err = f.judge(cmd.Context(), env)
		return err
	}
	return cmd
}

// judge runs the checks, prints the verdict and writes the reports, also when
// checks failed or the run was interrupted.
func (f *flags) judge(ctx context.Context, env Env) (int, error) {
	options, err := f.options(env)
	if err != nil {
		return exitUnable, err
	}
	destinations, err := parseDestinations(f.reports)
	if err != nil {
		return exitUnable, err
	}
	terminal := isTerminal(env.Stderr)
	if terminal {
		options.Progress = progressLine(env.Stderr)
	}
	begin := time.Now()
	result, runErr := conformance.Run(ctx, options)
	if terminal {
		fmt.Fprint(env.Stderr, "\r\x1b[K")
	}
	if len(result.Checks) > 0 {
		color := isTerminal(env.Stdout) && env.Getenv("NO_COLOR") == ""
		report.Text(env.Stdout, color, result, time.Since(begin))
	}
	if result.EndError != nil {
		fmt.Fprintf(env.Stderr, "sysadm-conformance: %v\n", result.EndError)
	}
	for _, d := range destinations {
		runErr = errors.Join(runErr, d.write(result))
	}
	if runErr != nil {
		return exitUnable, runErr
	}
	return exitCode(result.Verdict()), nil
}

// progressLine overwrites one line of a terminal.
func progressLine(w io.Writer) func(int, int, conformance.Outcome) {
	return func(done, all int, o conformance.Outcome) {
		fmt.Fprintf(w, "\r\x1b[K%d/%d %.60s", done, all, o.Check.ID)
	}
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
