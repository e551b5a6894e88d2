package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// An Env is what Main may touch of the process it runs in.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
}

// Main runs sysadm-server with the arguments after the program's name and
// returns its exit status: 0, or 1 after one line on stderr that says why.
func Main(args []string, env Env) int {
	root := &cobra.Command{
		Use:           "sysadm-server",
		Short:         "Serve the sysadm API for this host's iocage jails",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(cmdServe(env), cmdAddUser(env), cmdVersion())
	root.SetArgs(args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	if err := root.Execute(); err != nil {
		fmt.Fprintf(env.Stderr, "sysadm-server: %v\n", err)
		return 1
	}
	return 0
}

func cmdServe(env Env) *cobra.Command {
	var o Options
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve WebSocket and REST until SIGINT or SIGTERM",
		Long: `Serve WebSocket and REST until SIGINT or SIGTERM.

One line of JSON on standard output tells the addresses once connections are
accepted. Each flag can also be given as an environment variable: SYSADM_ and
the flag's name in upper case, with _ for -. A flag beats its variable.`,
		Args: cobra.NoArgs,
	}
	o.AddFlags(cmd.Flags())
	o.addHostFlags(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := ApplyEnvironment(cmd.Flags(), env.Getenv); err != nil {
			return err
		}
		o.Logger = o.loggerTo(env.Stderr)
		return serve(o, env.Stdout)
	}
	return cmd
}

// serve runs a server until the process is told to end.
func serve(o Options, stdout io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	ignoreBrokenPipes()
	s, err := New(o)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(stdout).Encode(s.Ready()); err != nil {
		return errors.Join(fmt.Errorf("cannot print the ready line: %v", err), s.Close())
	}
	return s.Serve(ctx)
}

// ignoreBrokenPipes has a server outlive the reader of its log: writing to a
// pipe that nobody reads would end the process otherwise (os/signal, SIGPIPE).
// The signal is taken rather than ignored, for commands would inherit that.
func ignoreBrokenPipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
