package commandline

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersionCommand(env Env, _ *int) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version of the suite", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			version := "(unknown)"
			if info, ok := debug.ReadBuildInfo(); ok {
				version = info.Main.Version
			}
			_, err := fmt.Fprintln(env.Stdout, "sysadm-conformance", version)
			return err
		},
	}
}
