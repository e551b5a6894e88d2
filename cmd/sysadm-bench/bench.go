package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/floor"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/measure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/page"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// Env is what the program takes from outside.
type Env struct{ Stdout, Stderr io.Writer }

// System returns the real environment.
func System() Env { return Env{Stdout: os.Stdout, Stderr: os.Stderr} }

// Main runs the program and returns its exit status: 0 when everything was
// measured, whether targets are met or missed; 1 after a sentence on stderr.
func Main(args []string, env Env) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newCommand(env)
	root.SetArgs(args)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintf(env.Stderr, "sysadm-bench: %v\n", err)
		return 1
	}
	return 0
}

func newCommand(env Env) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "sysadm-bench",
		Short: "Measure the programs of sysadm, compared with the least work that the machine must do",
		Long: `Measure the programs of sysadm, compared with the least work that the machine
must do (the floor). Each program is started with ordinary flags and measured in
turn with its floor, so a ratio compares times of the same run. Exit status 0:
everything was measured, whether targets are met or missed.`,
		SilenceUsage: true, SilenceErrors: true,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.addFlags(cmd.Flags())
	cmd.AddCommand(newFloorCommand(env))
	return cmd
}

// newFloorCommand is the command by which the program starts its own floor.
func newFloorCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use:    "floor [-- COMMAND...]",
		Short:  "Serve a bare echo, after one run of the command for each message if there is one",
		Hidden: true,
		RunE: func(cmd *cobra.Command, argv []string) error {
			return floor.Serve(cmd.Context(), argv, env.Stdout)
		},
	}
}

// run makes the requested measurements and writes the results to the requested
// files.
func (o *options) run(ctx context.Context, env Env) error {
	if o.schema {
		_, err := env.Stdout.Write(figure.Schema)
		return err
	}
	if err := o.checkFiles(); err != nil {
		return err
	}
	topics, err := measure.Find(o.topics)
	if err != nil {
		return err
	}
	effort, err := o.effort()
	if err != nil {
		return err
	}
	report, err := o.measure(ctx, topics, effort, env)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return errors.New("cannot finish: it was interrupted, and nothing is written")
	}
	return errors.Join(o.write(report), unmeasured(report))
}

// unmeasured returns an error for each topic that could not be measured.
func unmeasured(r figure.Report) error {
	var errs []error
	for _, t := range r.Topics {
		if t.Error != "" {
			errs = append(errs, fmt.Errorf("cannot measure %s: %s", t.ID, t.Error))
		}
	}
	return errors.Join(errs...)
}

// measure measures the topics and prints each when it is finished. Finished
// topics count even if others cannot be measured.
func (o *options) measure(ctx context.Context, topics []measure.Topic, effort measure.Effort, env Env) (r figure.Report, err error) {
	folder, err := os.MkdirTemp("", "sysadm-bench-")
	if err != nil {
		return r, fmt.Errorf("cannot make a folder for what is measured: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	b := &measure.Bench{Programs: process.Programs(o.bin), Folder: folder, Effort: effort}
	r = o.begin(effort.Form)
	for _, t := range topics {
		r.Topics = append(r.Topics, b.Measure(ctx, t))
		if err := o.compare(&r); err != nil {
			return r, err
		}
		page.Topic(env.Stdout, r.Topics[len(r.Topics)-1])
	}
	r.Finish()
	fmt.Fprintf(env.Stdout, "\n%s\n", page.Verdict(r))
	return r, nil
}
