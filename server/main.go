package server

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// An Env is the part of the process that Main may use.
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
	root.AddCommand(commands(env)...)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%v: see %s --help", err, cmd.CommandPath())
	})
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

func commands(env Env) []*cobra.Command {
	return []*cobra.Command{cmdServe(env), cmdAddUser(env), cmdSSLKeys(env), cmdBlocks(env), cmdVersion()}
}

// between accepts that many operands; otherwise its error says how the command
// is used.
func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return fmt.Errorf("use it as: %s", cmd.UseLine())
		}
		return nil
	}
}
