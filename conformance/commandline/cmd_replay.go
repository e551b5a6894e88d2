package commandline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance/internal/fuzz"
)

func newReplayCommand(env Env, code *int) *cobra.Command {
	f := &fuzzFlags{}
	cmd := &cobra.Command{
		Use:   "replay ID|FILE",
		Short: "Repeat a sequence that fuzz has found",
		Long: `Repeat a sequence that fuzz has found, from its id or its file, with the edition
and compat that it was found with.

Exit codes: 0 no rule was broken, 1 a rule was broken, 2 the target could not be
driven.`,
		Args: cobra.ExactArgs(1),
	}
	f.addHost(cmd.Flags())
	f.addTouch(cmd.Flags())
	f.addAgainst(cmd.Flags())
	cmd.Flags().DurationVar(&f.timeout, "timeout", 30*time.Second, "limit of each wait for the target")
	cmd.RunE = func(cmd *cobra.Command, words []string) error {
		err := f.readProfile(cmd.Context(), givenFlags(f.flags), env)
		if err == nil {
			*code, err = f.replay(cmd.Context(), env, words[0])
		}
		return err
	}
	return cmd
}

func (f *fuzzFlags) replay(ctx context.Context, env Env, idOrFile string) (int, error) {
	q, err := fuzz.Load(idOrFile)
	if err != nil {
		return exitUnable, err
	}
	f.editions, f.compat = []string{q.Edition}, q.Compat
	f.sequences, f.steps = 1, len(q.Steps)
	o, err := f.fuzzOptions(env)
	if err != nil {
		return exitUnable, err
	}
	v, err := f.withJournal(env, o, func(o fuzz.Options) (*fuzz.Violation, error) { return fuzz.Replay(ctx, o, q) })
	if v != nil {
		return exitFails, errors.Join(f.tell(env.Stdout, v), err)
	}
	if err != nil {
		return exitUnable, err
	}
	fmt.Fprintf(env.Stdout, "no rule was broken: %s, edition %s, compat %s\n", q.Size(), q.Edition, q.Compat)
	return exitGood, nil
}
