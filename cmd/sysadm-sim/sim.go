package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// Env is what the program takes from outside.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
}

// Main runs the program with its arguments, without its name, and returns the
// exit status: 0, or 1 after one sentence on stderr that says what to do; of
// `record` it is that of the recorded program.
func Main(args []string, env Env) int {
	root := &cobra.Command{
		Use:           "sysadm-sim",
		Short:         "A simulated FreeBSD host, served by sysadm",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(serveCommand(env))
	root.AddCommand(leverCommands(env)...)
	root.AddCommand(fidelityCommand(env), recordCommand(env))
	root.SetArgs(args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.Execute()
	var recorded exitStatus
	if errors.As(err, &recorded) {
		return int(recorded)
	}
	if err != nil {
		fmt.Fprintf(env.Stderr, "sysadm-sim: %v\n", err)
		return 1
	}
	return 0
}
