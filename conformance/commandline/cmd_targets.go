package commandline

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance/internal/target"
)

func newTargetsCommand(env Env, _ *int) *cobra.Command {
	path, asJSON := "", false
	cmd := &cobra.Command{
		Use:   "targets",
		Short: "List the profiles that --target may name",
		Long: `List the profiles that --target may name: address, user, editions, and what
--destructive may change.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			path, err := targetsFile(path, env)
			if err != nil {
				return err
			}
			file, err := target.Load(path)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(env.Stdout, file.Targets)
			}
			return listTargets(env.Stdout, file)
		},
	}
	addTargetsFile(cmd.Flags(), &path)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the profiles as one JSON object, without passwords")
	return cmd
}

func listTargets(out io.Writer, file target.File) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, name := range file.Names() {
		p := file.Targets[name]
		where := strings.Join(strings.Fields(p.WS+" "+p.REST+" "+p.Exec), " ")
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", name, where, p.User, strings.Join(p.Editions, " "), touches(p.Touch))
	}
	return w.Flush()
}

// touches tells what may be changed.
func touches(t target.Touch) string {
	var words []string
	if t.NewJails {
		words = append(words, "new jails")
	}
	if t.Jail != "" {
		words = append(words, "jail "+t.Jail)
	}
	if t.Pool != "" {
		words = append(words, "pool "+t.Pool)
	}
	if len(words) == 0 {
		return "nothing may be changed"
	}
	return "may change " + strings.Join(words, ", ")
}
