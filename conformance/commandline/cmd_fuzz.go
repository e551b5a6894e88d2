package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance/internal/fuzz"
	"github.com/sysadm-go/sysadm/conformance/internal/naming"
)

// fuzzFlags are the command line of fuzz and replay beside the target's.
type fuzzFlags struct {
	reach
	touch
	selection // of editions and compat
	seed      uint64
	sequences int
	steps     int
	duration  time.Duration
	tries     int
	dir       string

	against       reach // the second target
	againstSim    string
	againstCompat string
}

func newFuzzCommand(env Env, code *int) *cobra.Command {
	f := &fuzzFlags{}
	cmd := &cobra.Command{
		Use:   "fuzz",
		Short: "Judge answers to random requests by a model of jails and pools",
		Long: `Send random requests, valid and invalid, to a target, and judge every answer by an
abstract model of jails and pools. A sequence that breaks a rule is shortened as
far as possible, and gets an id for replay.

Exit codes: 0 no rule was broken, 1 a rule was broken, 2 the target could not be
driven.`,
		Example: `  sysadm-conformance fuzz --edition all --sequences 30
  sysadm-conformance fuzz --seed 7 --duration 10m --dir found`,
		Args: cobra.NoArgs,
	}
	f.addHost(cmd.Flags())
	f.addTouch(cmd.Flags())
	f.addEditions(cmd.Flags())
	f.addCompat(cmd.Flags())
	f.addFuzz(cmd.Flags())
	f.addAgainst(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		err := f.readProfile(cmd.Context(), givenFlags(f.flags), env)
		if err == nil {
			*code, err = f.fuzz(cmd.Context(), env)
		}
		return err
	}
	return cmd
}

func (f *fuzzFlags) addFuzz(fs *pflag.FlagSet) {
	fs.Uint64Var(&f.seed, "seed", 1, "number that determines the requests; the same number sends the same requests")
	fs.IntVar(&f.sequences, "sequences", 10, "number of sequences, each sent to a new simulated host, editions in turn")
	fs.IntVar(&f.steps, "steps", 200, "steps of a sequence")
	fs.DurationVar(&f.duration, "duration", 0, "run for this time instead of --sequences")
	fs.IntVar(&f.tries, "tries", 300, "most runs of a sequence to make it shorter")
	fs.StringVar(&f.dir, "dir", "", "also write a sequence that breaks a rule into this folder")
	fs.DurationVar(&f.timeout, "timeout", 30*time.Second, "limit of each wait for the target")
}

// fuzzOptions turns the command line into options.
func (f *fuzzFlags) fuzzOptions(env Env) (fuzz.Options, error) {
	selected, err := f.selected()
	if err != nil {
		return fuzz.Options{}, err
	}
	switch {
	case f.sequences <= 0 || f.steps <= 0 || f.tries < 0 || f.duration < 0:
		return fuzz.Options{}, errors.New("cannot send nothing at all: --sequences and --steps must be positive")
	case f.timeout <= 0:
		return fuzz.Options{}, errors.New("--timeout must be positive")
	}
	if f.dir != "" {
		if err := os.MkdirAll(f.dir, 0o755); err != nil {
			return fuzz.Options{}, fmt.Errorf("cannot keep sequences: %v", err)
		}
	}
	host, err := f.host(env)
	if err != nil {
		return fuzz.Options{}, err
	}
	if err := f.touch.check(&f.reach); err != nil {
		return fuzz.Options{}, err
	}
	o := fuzz.Options{
		Target: host, Editions: selected.Editions, Compat: selected.Compat,
		Destructive: f.destructive, Release: f.release, RunID: naming.NewRun(),
		Seed: f.seed, Sequences: f.sequences, Steps: f.steps, Duration: f.duration, Timeout: f.timeout, Tries: f.tries,
	}
	return o, f.addSecond(&o, env)
}

// closeTargets ends what the sequences shared.
func closeTargets(o fuzz.Options) error {
	if o.Against == nil {
		return o.Target.Close()
	}
	return errors.Join(o.Target.Close(), o.Against.Close())
}

func (f *fuzzFlags) fuzz(ctx context.Context, env Env) (int, error) {
	o, err := f.fuzzOptions(env)
	if err != nil {
		return exitUnable, err
	}
	if isTerminal(env, env.Stderr) {
		o.Progress = func(c fuzz.Count) { fmt.Fprintf(env.Stderr, "\r\x1b[K%d sequences, %d steps", c.Sequences, c.Steps) }
		defer fmt.Fprint(env.Stderr, "\r\x1b[K")
	}
	begin := time.Now()
	var count fuzz.Count
	v, err := f.withJournal(env, o, func(o fuzz.Options) (v *fuzz.Violation, err error) {
		count, v, err = fuzz.Run(ctx, o)
		return v, err
	})
	if v != nil {
		return exitFails, errors.Join(f.tell(env.Stdout, v), err)
	}
	if err != nil {
		return exitUnable, err
	}
	fmt.Fprintf(env.Stdout, "no rule was broken: seed %d, %d sequences, %d steps, %d requests in %v\n",
		o.Seed, count.Sequences, count.Steps, count.Requests, time.Since(begin).Round(time.Millisecond))
	return exitGood, nil
}

// tell prints a violation, and keeps its sequence if there is a folder for it.
func (f *fuzzFlags) tell(w io.Writer, v *fuzz.Violation) error {
	v.Print(w)
	if f.dir == "" {
		return nil
	}
	path := filepath.Join(f.dir, v.Sequence.Name()+".json")
	if err := renameio.WriteFile(path, v.Sequence.JSON(), 0o644); err != nil {
		return fmt.Errorf("cannot keep the sequence: %v", err)
	}
	fmt.Fprintf(w, "  kept in   %s\n", path)
	return nil
}
