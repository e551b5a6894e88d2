package commandline

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance/internal/coverage"
)

func newCoverageCommand(env Env, _ *int) *cobra.Command {
	f := &selection{}
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "coverage [RESULT.json]",
		Short: "Show which requirements the suite can prove, and which a run proved",
		Long: `Show which requirements of the contract the suite has a check for (the index)
and, given the JSON report of a run, which of them that run proved (the score):
for each action and area, over each transport. A requirement without a check is
called a hole, and is named.`,
		Example: `  sysadm-conformance coverage --edition all
  sysadm-conformance run --report json=result.json; sysadm-conformance coverage result.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			parts, err := f.coverage(args)
			if err != nil {
				return err
			}
			if !asJSON {
				coverage.Text(env.Stdout, parts)
				return nil
			}
			text, err := coverage.JSON(parts)
			if err == nil {
				_, err = env.Stdout.Write(text)
			}
			return err
		},
	}
	f.addEditions(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: every requirement with its checks")
	return cmd
}

// coverage is the index of the editions, or the score of those that a run judged.
func (f *selection) coverage(files []string) ([]coverage.Part, error) {
	editions, err := f.chosenEditions()
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return coverage.Index(orDefault(editions))
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return nil, fmt.Errorf("cannot read the report: %w", err)
	}
	run, err := coverage.ReadRun(text)
	if err != nil {
		return nil, fmt.Errorf("cannot use the report %s: %w", files[0], err)
	}
	if len(editions) == 0 {
		editions = run.Editions()
	}
	return run.Score(editions)
}
