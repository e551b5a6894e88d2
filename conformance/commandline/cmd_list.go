package commandline

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance"
)

func newListCommand(env Env, _ *int) *cobra.Command {
	f := &selection{}
	asJSON := false
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the checks: edition, level, id, what they need, requirement",
		Long: `List the checks: edition, level, id, what they need, requirement.

The command explain shows what a check promises and does.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			options, err := f.selected()
			if err != nil {
				return err
			}
			checks, err := conformance.List(options)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(env.Stdout, listed(checks))
			}
			return printList(env.Stdout, checks)
		},
	}
	f.addSelection(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an array of objects instead of a table")
	return cmd
}

func printList(to io.Writer, checks []conformance.Check) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "EDITION\tLEVEL\tID\tNEEDS\tREQUIREMENT")
	for _, c := range checks {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", c.Edition.Name, c.Level, c.ID, strings.Join(c.Needs, ","), c.Requirement)
	}
	return w.Flush()
}

// A listedCheck is a check as other programs read it. Members may be added, none
// is taken away.
type listedCheck struct {
	Edition     string            `json:"edition"`
	ID          string            `json:"id"`
	Level       conformance.Level `json:"level"`
	Requirement string            `json:"requirement"`
	Section     string            `json:"section"`
	Covers      []string          `json:"covers"`
	Needs       []string          `json:"needs"`
	Script      string            `json:"script"`
}

func listed(checks []conformance.Check) []listedCheck {
	var list []listedCheck
	for _, c := range checks {
		script, _ := c.Script()
		list = append(list, listedCheck{c.Edition.Name, c.ID, c.Level, c.Requirement, c.Section, c.Covers, c.Needs, script})
	}
	return list
}
