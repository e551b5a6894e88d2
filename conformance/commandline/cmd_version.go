package commandline

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance"
)

func newVersionCommand(env Env, _ *int) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version of the suite", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(env.Stdout, "sysadm-conformance", conformance.Version())
			return err
		},
	}
}
