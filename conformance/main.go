package conformance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// An Env is what the program sees of the system it runs on.
type Env struct {
	Stdout, Stderr io.Writer
	Getenv         func(string) string
}

// System is the real one.
func System() Env {
	return Env{Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
}

// Main runs the program sysadm-conformance and returns its exit code: 0 the
// target passes, 1 it fails, 2 the suite could not judge it.
func Main(args []string, env Env) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := exitGood
	root := newRootCommand(env, &code)
	root.SetArgs(args)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintf(env.Stderr, "sysadm-conformance: %v\n", err)
		return exitUnable
	}
	return code
}

func newRootCommand(env Env, code *int) *cobra.Command {
	root := &cobra.Command{
		Use:   "sysadm-conformance",
		Short: "Judge a sysadm server by the documents of its edition",
		Long: `Judge a sysadm server by the documents of its edition.

Exit codes: 0 the target passes, 1 the target fails, 2 the suite could not judge.`,
		SilenceUsage: true, SilenceErrors: true,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return errors.New("cannot run without a command: use run, list or version; see --help")
		},
	}
	root.AddCommand(newRunCommand(env, code), newListCommand(env), newVersionCommand(env))
	return root
}

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
	result, runErr := Run(ctx, options)
	if terminal {
		fmt.Fprint(env.Stderr, "\r\x1b[K")
	}
	if len(result.Checks) > 0 {
		r := report{w: env.Stdout, color: isTerminal(env.Stdout) && env.Getenv("NO_COLOR") == ""}
		r.write(result, time.Since(begin))
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
	return result.ExitCode(), nil
}

// progressLine overwrites one line of a terminal.
func progressLine(w io.Writer) func(int, int, Outcome) {
	return func(done, all int, o Outcome) {
		fmt.Fprintf(w, "\r\x1b[K%d/%d %.60s", done, all, o.Check.ID)
	}
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

func newListCommand(env Env) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the checks: edition, level, id, what they need, requirement",
		Long: `List the checks: edition, level, id, what they need, requirement.

A requirement is told by a section of the documents, or by a ruling where they
are silent: see docs/rulings.md and docs/conformance.md.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			options, err := f.selection()
			if err != nil {
				return err
			}
			checks, err := List(options)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
			for _, c := range checks {
				fmt.Fprintf(w, "%s\t%s\t%s\t%v\t%s\n", c.Edition.Name, c.Level, c.ID, c.Needs, c.Requirement)
			}
			return w.Flush()
		},
	}
	f.addSelection(cmd.Flags())
	return cmd
}

func newVersionCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version of the suite", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			version := "(unknown)"
			if info, ok := debug.ReadBuildInfo(); ok {
				version = info.Main.Version
			}
			_, err := fmt.Fprintln(env.Stdout, "sysadm-conformance", version)
			return err
		},
	}
}
