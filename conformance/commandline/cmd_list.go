package commandline

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance"
)

func newListCommand(env Env, _ *int) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the checks: edition, level, id, what they need, requirement",
		Long: `List the checks: edition, level, id, what they need, requirement.

A requirement is told by a section of the documents, or by a ruling where they
are silent: see docs/rulings.md and docs/conformance.md.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			options, err := f.selection()
			if err != nil {
				return err
			}
			checks, err := conformance.List(options)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
			for _, c := range checks {
				fmt.Fprintf(w, "%s\t%s\t%s\t%v\t%s\n", c.Edition.Name, c.Level, c.ID, c.Needs, c.Requirement)
			}
			return w.Flush()
		},
	}
	f.addSelection(cmd.Flags())
	return cmd
}
