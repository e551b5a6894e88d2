package commandline

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

func newExplainCommand(env Env, _ *int) *cobra.Command {
	f := &selection{}
	cmd := &cobra.Command{
		Use:   "explain ID...",
		Short: "Explain checks: their requirement, their script, and when they are skipped",
		Long: `Explain checks: the requirement and its source, what a target must offer or
allow, the script with the meaning of its commands, and the documented exchange
if there is one. An ID may be a glob, in which * matches any text.`,
		Example: `  sysadm-conformance explain startjail.starts.rest
  sysadm-conformance explain 'documented.2016-02-05.*startjail*'`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, ids []string) error {
			checks, err := f.checksOf(ids)
			for _, e := range explanations(checks) {
				e.print(env.Stdout)
			}
			return err
		},
	}
	cmd.Flags().StringArrayVar(&f.editions, "edition", nil, "only the checks of this edition, repeatable (default all)")
	f.compat = edition.Documented.Name
	return cmd
}

// checksOf are the checks with these ids, in every edition unless some are chosen.
func (f *selection) checksOf(ids []string) ([]conformance.Check, error) {
	f.run = ids
	options, err := f.selected()
	if err != nil {
		return nil, err
	}
	if len(options.Editions) == 0 {
		options.Editions = edition.Editions
	}
	checks, err := conformance.List(options)
	var unmatched *conformance.UnmatchedError
	if errors.As(err, &unmatched) {
		return nil, fmt.Errorf("cannot explain %q: there is no such check%s; see sysadm-conformance list", unmatched.Glob, unmatched.Hint())
	}
	return checks, err
}

// An explanation is of all checks that are made of one script, or of one
// documented exchange.
type explanation struct {
	conformance.Check
	ids, editions, needs, skips []string
}

// explanations joins the checks that differ in transport, action or edition only.
func explanations(checks []conformance.Check) []*explanation {
	var list []*explanation
	joined := map[string]*explanation{}
	for _, c := range checks {
		path, _ := c.Script()
		key := path + "\n" + c.Exchange()
		e := joined[key]
		if e == nil {
			e = &explanation{Check: c}
			joined[key], list = e, append(list, e)
		}
		e.ids = with(e.ids, c.ID)
		e.editions = with(e.editions, c.Edition.Name)
		e.needs = with(e.needs, c.Needs...)
		e.skips = with(e.skips, c.SkipReasons()...)
	}
	return list
}

// with adds what a list does not have.
func with(list []string, more ...string) []string {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

func (e *explanation) print(w io.Writer) {
	path, script := e.Script()
	for _, field := range []struct {
		name  string
		lines []string
	}{
		{"check", e.ids},
		{"level", []string{string(e.Level)}},
		{"editions", []string{strings.Join(e.editions, ", ")}},
		{"requirement", []string{e.Requirement}},
		{"section", []string{e.Section}},
		{"needs", []string{strings.Join(e.needs, ", ")}},
		{"skipped if", e.skips},
		{"script", []string{path}},
	} {
		for i, line := range field.lines {
			if i > 0 {
				field.name = ""
			}
			fmt.Fprintf(w, "%-13s%s\n", field.name, line)
		}
	}
	printScript(w, script)
	if exchange := e.Exchange(); exchange != "" {
		fmt.Fprintf(w, "\nthe documented exchange:\n%s", exchange)
	}
	fmt.Fprintln(w)
}

// printScript prints the lines behind the header, numbered as a failure names
// them, then what their commands mean.
func printScript(w io.Writer, script string) {
	var used []string
	fmt.Fprintln(w)
	inFiles := false
	for i, line := range strings.Split(strings.TrimRight(script, "\n"), "\n") {
		inFiles = inFiles || strings.HasPrefix(line, "-- ")
		if strings.HasPrefix(line, "# ") && !inFiles {
			continue
		}
		fmt.Fprintf(w, "%4d  %s\n", i+1, line)
		if words := strings.Fields(line); !inFiles && len(words) > 0 {
			used = with(used, words[0])
		}
	}
	fmt.Fprintln(w)
	for _, c := range judge.Cmds {
		if slices.Contains(used, c.Name) {
			fmt.Fprintf(w, "%s\n    %s\n", strings.TrimSpace(c.Name+" "+c.Args), c.Text)
		}
	}
}
