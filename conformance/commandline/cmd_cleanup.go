package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/cleanup"
	"github.com/sysadm-go/sysadm/conformance/internal/journal"
	"github.com/sysadm-go/sysadm/conformance/internal/target"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// cleanupFlags are the command line of cleanup.
type cleanupFlags struct {
	reach
	selection // of compat
	journal   string
	run       string
	settle    time.Duration
}

func newCleanupCommand(env Env, _ *int) *cobra.Command {
	c := &cleanupFlags{}
	cmd := &cobra.Command{
		Use:   "cleanup",
		Short: "Clean up a host after a killed run, or list such runs",
		Long: `Clean up a host after a killed run: destroy the jails that the run made, return
the jail and the pool that it borrowed to their former state, and revoke its
keys. Without --run, list the runs that owe something.

The host is the one of the run, and the password is read in the same way. Only
what the journal names is touched, and only jails whose tags begin with
conformance-ID- and that did not exist before the run. You may repeat it.

Exit codes: 0 nothing is left, 2 something is, or the host cannot be asked.`,
		Example: `  sysadm-conformance cleanup
  SYSADM_PASSWORD=… sysadm-conformance cleanup --run 3vq7x2mkpa`,
		Args: cobra.NoArgs,
	}
	c.addHost(cmd.Flags())
	addJournal(cmd.Flags(), &c.journal)
	c.addTimeouts(cmd.Flags())
	c.addCompat(cmd.Flags())
	cmd.Flags().StringVar(&c.run, "run", "", "id of the run to clean up after")
	cmd.Flags().DurationVar(&c.settle, "settle", 5*time.Second, "time for which nothing of the run must be on the host")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		folder, err := journalFolder(c.journal, env)
		if err != nil {
			return err
		}
		if c.run == "" {
			return listDebts(env.Stdout, folder)
		}
		return c.clean(cmd.Context(), env, folder)
	}
	return cmd
}

// listDebts prints the runs that did not end well.
func listDebts(out io.Writer, folder string) error {
	runs, err := journal.List(folder)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range runs {
		if r.Ended {
			continue
		}
		state := fmt.Sprintf("owes %d", len(r.Owed))
		if r.GoesOn {
			state = "goes on"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.RunID, r.Began.Format(time.DateTime), whereIs(r.Flags), state)
	}
	return w.Flush()
}

// whereIs names the host of a run.
func whereIs(flags map[string][]string) string {
	for _, name := range []string{"target", "ws", "rest", "exec"} {
		if values := flags[name]; len(values) > 0 {
			return values[0]
		}
	}
	return "-"
}

// clean cleans up after one run.
func (c *cleanupFlags) clean(ctx context.Context, env Env, folder string) (err error) {
	run, ledger, err := journal.Open(folder, c.run)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ledger.Close()) }()
	if len(run.Before) == 0 || run.Ended {
		fmt.Fprintf(env.Stdout, "run %s owes nothing\n", c.run)
		return nil
	}
	options, err := c.hostOf(ctx, env, run)
	if err != nil {
		return err
	}
	options.Ledger = ledger
	changes, err := cleanup.Run(ctx, options, run.Debt, c.settle)
	if err != nil {
		return err
	}
	if err := ledger.End(); err != nil {
		return err
	}
	for _, l := range run.Owed {
		fmt.Fprintf(env.Stdout, "gave back  %v\n", l)
	}
	for _, change := range changes {
		fmt.Fprintf(env.Stdout, "not ours   %s\n", change.Text)
	}
	fmt.Fprintf(env.Stdout, "nothing of run %s is left\n", c.run)
	return nil
}

// hostOf is the host of a run, with what the command line says otherwise about
// how to get in. Another host is refused: its pool may have the same name.
func (c *cleanupFlags) hostOf(ctx context.Context, env Env, run journal.Run) (conformance.Options, error) {
	given := givenFlags(c.flags)
	var noted []target.Flag
	for _, name := range slices.Sorted(maps.Keys(run.Flags)) {
		if name != "target" && name != "targets" || !given("target") {
			noted = append(noted, target.Flag{Name: name, Values: run.Flags[name]})
		}
	}
	if err := setFlags(c.flags, given, noted); err != nil {
		return conformance.Options{}, err
	}
	if err := c.readProfile(ctx, given, env); err != nil {
		return conformance.Options{}, err
	}
	for _, name := range []string{"ws", "rest", "exec"} {
		was := append(run.Flags[name], "")[0]
		if is := c.flags.Lookup(name).Value.String(); is != was {
			return conformance.Options{}, fmt.Errorf("cannot clean up after run %s: it was on --%s %q, not on %q", c.run, name, was, is)
		}
	}
	host, err := c.host(env)
	if err != nil {
		return conformance.Options{}, err
	}
	compat, err := edition.FindCompat(c.compat)
	return conformance.Options{Host: host, Compat: compat, Timeout: c.timeout, CheckTimeout: c.checkTimeout}, err
}
