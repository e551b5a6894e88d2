package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/known"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// runFlags are the command line of run, and what fleet judges one of its targets by.
type runFlags struct {
	reach
	touch
	selection
	display
	parallel    int
	shuffle     shuffle
	failOn      string
	noSkips     bool
	known       string
	rerunFailed string
	record      string

	// given are the flags of the command line that say what is judged.
	given []givenFlag
}

func newRunCommand(env Env, code *int) *cobra.Command {
	f := &runFlags{}
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Judge a simulated host, a command, or the server at given addresses",
		Long: `Judge a server. Without a target the suite starts and judges simulated hosts.
--exec starts a command that prints a ready line, --ws and --rest name a running
server, and --target takes all of that from a file. A target that is not the
simulated host is changed only with --destructive: the suite then makes jails of
its own and destroys them, borrows --jail and --pool and puts them back. It
records each change in a journal before it makes it, for the command cleanup.`,
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
		f.rememberTarget()
		err := f.readProfile(cmd.Context(), givenFlags(f.flags), env)
		if err == nil {
			*code, err = f.judge(cmd.Context(), env)
		}
		return err
	}
	return cmd
}

func (f *runFlags) addVerdict(fs *pflag.FlagSet) {
	f.addTimeouts(fs)
	fs.IntVar(&f.parallel, "parallel", 0, "checks at once (default one more than two for each CPU, at most 3 on a running server)")
	f.addShuffle(fs)
	fs.StringVar(&f.failOn, "fail-on", "should", "weakest level whose failures count: must or should")
	fs.BoolVar(&f.noSkips, "no-skips", false, "treat a skipped check as one that could not be judged")
	fs.StringVar(&f.known, "known", "", "file of known failures and flakes, by check id")
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
	f.addReproduction(result)
	f.tell(screen, env.Stderr, result)
	if err := errors.Join(runErr, destinations.write(env.Stdout, result)); err != nil {
		return exitUnable, err
	}
	return exitCode(result.Verdict()), nil
}

// tell prints the verdict, and beside it how to have the same order again and which
// program did not end well.
func (f *runFlags) tell(s *screen, stderr io.Writer, result conformance.Result) {
	s.clear()
	judged := len(result.Checks) > 0 // else there is a reason why nothing was
	if judged {
		report.Text(s.out, s.style, result)
	}
	f.shuffle.tell(stderr, result.Verdict())
	if judged && result.EndError != nil {
		fmt.Fprintf(stderr, "sysadm-conformance: %v\n", result.EndError)
	}
}

// options turns the command line of run into options, or says what is wrong
// with it.
func (f *runFlags) options(env Env) (conformance.Options, error) {
	o, err := f.judgement()
	if err != nil {
		return o, err
	}
	if o.Host, err = f.host(env); err != nil {
		return o, err
	}
	return o, f.touch.check(&f.reach)
}

// judgement are the options but for the host.
func (f *runFlags) judgement() (conformance.Options, error) {
	o, err := f.selected()
	if err != nil {
		return o, err
	}
	if err := f.checkPool(); err != nil {
		return o, err
	}
	f.allow(&o)
	o.Timeout, o.CheckTimeout, o.Parallel = f.timeout, f.checkTimeout, f.parallel
	o.Shuffle = uint64(f.shuffle)
	o.FailOn, o.NoSkips = conformance.Level(strings.ToUpper(f.failOn)), f.noSkips
	switch {
	case o.FailOn != conformance.Must && o.FailOn != conformance.Should:
		return o, fmt.Errorf("unknown level %q for --fail-on: use must or should", f.failOn)
	case f.timeout <= 0, f.checkTimeout < 0:
		return o, errors.New("--timeout must be positive")
	case f.parallel < 0:
		return o, errors.New("cannot run a negative number of checks at once: --parallel must be positive")
	}
	if f.known != "" {
		if o.Known, err = known.Load(f.known); err != nil {
			return o, err
		}
	}
	return o, err
}

// checkPool refuses a pool that nothing would be done to. A profile may name one
// for the runs that may.
func (f *runFlags) checkPool() error {
	named := slices.ContainsFunc(f.given, func(g givenFlag) bool { return g.name == "pool" })
	if named && !f.simulated() && !f.destructive {
		return errors.New("cannot use --pool without --destructive: nothing would be done to it: add --destructive, or leave --pool out")
	}
	return nil
}
