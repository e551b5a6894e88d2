package commandline

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance/internal/mutant"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// mutantFlags are the command line of mutants and of mutants list.
type mutantFlags struct {
	run      []string
	edition  string
	compat   string
	sim      string
	all      bool
	json     bool
	timeout  time.Duration
	parallel int
}

func newMutantsCommand(env Env, code *int) *cobra.Command {
	f := &mutantFlags{}
	cmd := &cobra.Command{
		Use:   "mutants",
		Short: "Prove that the suite notices wrong servers: judge many that are wrong in one way each",
		Long: `Judge servers that are each wrong in one named way, and right servers. A proxy
makes the simulated host wrong, or a fault makes its iocage lie. For each server
the checks that should notice run first and, if none does, all checks.

Exit codes: 0 the suite fails every wrong server and passes every right one, 1 it
does not, 2 a server could not be judged.`,
		Example: `  sysadm-conformance mutants
  sysadm-conformance mutants --run 'listjails.*' --all
  sysadm-conformance mutants list`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			*code, err = f.judge(cmd.Context(), env)
			return err
		},
	}
	f.add(cmd.Flags())
	flags := cmd.Flags()
	flags.StringVar(&f.sim, "sim", "", "the program sysadm-sim (default: beside this program, then on PATH)")
	flags.BoolVar(&f.all, "all", false, "run every check against each server, even after one notices")
	flags.DurationVar(&f.timeout, "timeout", 5*time.Second, "limit of each wait for a server")
	flags.IntVar(&f.parallel, "parallel", 0, "checks at once (default one more than two for each CPU)")
	cmd.AddCommand(newMutantsListCommand(env))
	return cmd
}

func newMutantsListCommand(env Env) *cobra.Command {
	f := &mutantFlags{}
	cmd := &cobra.Command{
		Use: "list", Short: "List the wrong servers: family, name, what is wrong", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			o, err := f.options()
			if err != nil {
				return err
			}
			return f.list(env.Stdout, o)
		},
	}
	f.add(cmd.Flags())
	return cmd
}

// add makes the flags that both commands have.
func (f *mutantFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.run, "run", nil, "only servers whose name matches the glob, repeatable")
	flags.StringVar(&f.edition, "edition", edition.Default.Name, "edition that the servers claim")
	flags.StringVar(&f.compat, "compat", edition.Documented.Name, "compat that is made wrong: documented or reference")
	flags.BoolVar(&f.json, "json", false, "print JSON")
}

// options reads the command line.
func (f *mutantFlags) options() (o mutant.Options, err error) {
	if f.timeout < 0 || f.parallel < 0 {
		return o, fmt.Errorf("cannot use a negative --timeout or --parallel")
	}
	o = mutant.Options{Sim: f.sim, All: f.all, Timeout: f.timeout, Parallel: f.parallel}
	if o.Edition, err = edition.Find(f.edition); err != nil {
		return o, err
	}
	if o.Compat, err = edition.FindCompat(f.compat); err != nil {
		return o, err
	}
	o.Mutants, err = mutant.Select(f.run)
	return o, err
}

func (f *mutantFlags) list(w io.Writer, o mutant.Options) error {
	offered, err := mutant.Offered(o.Mutants, o.Edition, o.Compat)
	if err != nil {
		return err
	}
	var mutants []mutant.Row
	for _, m := range offered {
		mutants = append(mutants, mutant.Row{Name: m.Name, Family: m.Family, Wrong: m.Wrong})
	}
	if f.json {
		return writeJSON(w, mutants)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, m := range mutants {
		fmt.Fprintf(table, "%s\t%s\t%s\n", m.Family, m.Name, m.Wrong)
	}
	return table.Flush()
}

// judge runs the suite against each server and tells the score.
func (f *mutantFlags) judge(ctx context.Context, env Env) (int, error) {
	o, err := f.options()
	if err != nil {
		return exitUnable, err
	}
	if !f.json {
		o.Progress = func(r mutant.Report) { fmt.Fprintln(env.Stdout, mutant.Line(r)) }
	}
	rights, err := f.judgeRight(ctx, o, env.Stdout)
	if err != nil {
		return exitUnable, err
	}
	reports, err := mutant.Judge(ctx, o)
	if err != nil {
		return exitUnable, err
	}
	score := mutant.NewScore(rights, reports)
	if f.json {
		err = writeJSON(env.Stdout, score)
	} else {
		_, err = fmt.Fprint(env.Stdout, score.Text())
	}
	if err != nil {
		return exitUnable, err
	}
	if !score.Good() {
		return exitFails, nil
	}
	return exitGood, nil
}

// judgeRight judges the right servers, unless some wrong ones alone were chosen.
func (f *mutantFlags) judgeRight(ctx context.Context, o mutant.Options, w io.Writer) ([]mutant.RightReport, error) {
	if len(f.run) > 0 {
		return nil, nil
	}
	rights, err := mutant.JudgeRight(ctx, o)
	for _, r := range rights {
		if !f.json {
			fmt.Fprintln(w, r)
		}
	}
	return rights, err
}
