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
			_, err := fmt.Fprintln(env.Stdout, "sysadm-conformance", version())
			return err
		},
	}
}

// version is that of the suite.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	return info.Main.Version
}
