// Package commandline is the program sysadm-conformance, with one file for each
// command.
package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance"
)

// The exit codes of the program.
const (
	exitGood   = 0 // the target passes
	exitFails  = 1 // the target fails
	exitUnable = 2 // the suite could not judge
)

// exitCode is the one for a verdict.
func exitCode(v conformance.Verdict) int {
	switch v {
	case conformance.Passes:
		return exitGood
	case conformance.Fails:
		return exitFails
	}
	return exitUnable
}

// An Env is what the program sees of the system it runs on.
type Env struct {
	Stdout, Stderr io.Writer
	Getenv         func(string) string
}

// System is the real one.
func System() Env {
	return Env{Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
}

// garbage is how much of it may pile up, in percent of what is in use: a run is
// short and holds little.
const garbage = 400

// Main runs the program sysadm-conformance and returns its exit code: 0 the
// target passes, 1 it fails, 2 the suite could not judge it.
func Main(args []string, env Env) int {
	if env.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	ctx, stop := interruptible()
	defer stop()
	out := &output{to: env.Stdout}
	env.Stdout = out
	code := exitGood
	root := newRootCommand(env, &code)
	root.SetArgs(args)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintf(env.Stderr, "sysadm-conformance: %v\n", err)
		return exitUnable
	}
	if out.err != nil {
		fmt.Fprintf(env.Stderr, "sysadm-conformance: %v\n", out.err)
		return exitUnable
	}
	return code
}

// interruptible is a context that ends when the program is told to stop, or its
// terminal is gone. Then what was borrowed is put back.
func interruptible() (context.Context, context.CancelFunc) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as under nohup
		signals = append(signals, syscall.SIGHUP)
	}
	return signal.NotifyContext(context.Background(), signals...)
}

// commands are those of the program, in the order of its help. A command stores
// its exit code when it has one of its own.
var commands = []func(env Env, code *int) *cobra.Command{
	newRunCommand,
	newFleetCommand,
	newMergeCommand,
	newCompareCommand,
	newListCommand,
	newExplainCommand,
	newFuzzCommand,
	newReplayCommand,
	newMutantsCommand,
	newCoverageCommand,
	newTargetsCommand,
	newDoctorCommand,
	newCleanupCommand,
	newVersionCommand,
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
			return errors.New("cannot run without a command: use run, or another that --help lists")
		},
	}
	for _, add := range commands {
		root.AddCommand(add(env, code))
	}
	return root
}
