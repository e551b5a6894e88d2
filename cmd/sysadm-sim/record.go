package main

import (
	"fmt"
	"math"
	"os"
	"os/user"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/fakeiocage/fidelity"
)

// An exitStatus is the exit status of the recorded program.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// recordCommand runs a real iocage and records its answers.
func recordCommand(env Env) *cobra.Command {
	r := fidelity.Recording{Getenv: env.Getenv}
	var seedFile string
	cmd := &cobra.Command{
		Use:   "record --to FILE -- PROGRAM ARG...",
		Short: "Run an iocage, pass everything through, and add the call to a transcript",
		Long: "Run an iocage, pass everything through, and add the call to a transcript, which\n" +
			"`sysadm-sim fidelity` replays. Use it in a script named iocage, first on PATH:\n\n" +
			"  #!/bin/sh\n  exec sysadm-sim record --to /var/tmp/run.json -- /usr/local/sbin/iocage \"$@\"\n\n" +
			"The transcript begins with a description of the host: that of --host, or else\n" +
			"the pools, release and host id that zpool and uname report. Existing jails must\n" +
			"be described, or the replay does not know them.",
		Args: between(1, math.MaxInt),
		RunE: func(cmd *cobra.Command, args []string) error {
			if seedFile != "" {
				seed, err := readSeed(seedFile, env.Stdin)
				if err != nil {
					return err
				}
				r.Host = &seed
			}
			r.User = userName()
			status, err := r.Run(cmd.Context(), args[0], args[1:], env.Stdin, env.Stdout, env.Stderr)
			if err == nil && status != 0 {
				return exitStatus(status)
			}
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&r.File, "to", "", "transcript to add the call to; created if it is missing")
	flags.StringVar(&seedFile, "host", "", "description of the host, for a new transcript")
	flags.StringVar(&r.Scenario, "scenario", "", "name of the scenario, for a new transcript (default: that of the file)")
	flags.StringVar(&r.Dialect, "dialect", "", "dialect of the program, for a new transcript (default: asked with --version)")
	_ = cmd.MarkFlagRequired("to")
	return cmd
}

// userName returns the user of the program; "" means root.
func userName() string {
	if os.Getuid() == 0 {
		return ""
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return fmt.Sprint("uid ", os.Getuid())
}
