package commandline

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance/internal/difference"
	"github.com/sysadm-go/sysadm/conformance/internal/recording"
)

func newCompareCommand(env Env, code *int) *cobra.Command {
	var options difference.Options
	var all, asJSON bool
	cmd := &cobra.Command{
		Use:   "compare A B",
		Short: "Show how two recorded runs differ",
		Long: `Show how two runs differ that were recorded with run --record: the same checks
on two servers, or on one server before and after a change. UUIDs, times, sizes
and other values that change by themselves are aligned first: see
docs/compare.md.

Exit codes: 0 the same, 1 they differ, 2 they could not be compared.`,
		Example: `  sysadm-conformance run --record a.jsonl
  sysadm-conformance run --record b.jsonl --compat reference
  sysadm-conformance compare a.jsonl b.jsonl`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			a, b, err := readRecordings(env, args[0], args[1])
			if err != nil {
				return err
			}
			result := difference.Compare(a, b, options)
			if result.Differ() {
				*code = exitFails
			}
			if asJSON {
				return writeJSON(env.Stdout, result)
			}
			return difference.Text(env.Stdout, result, all)
		},
	}
	cmd.Flags().BoolVar(&options.Shape, "shape", false, "compare types and members only: for two hosts with different jails, pools and settings")
	cmd.Flags().BoolVar(&all, "all", false, "show every difference of every check, instead of each kind once")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print every difference as JSON")
	return cmd
}

// readRecordings reads both, and says of which a part is missing.
func readRecordings(env Env, pathA, pathB string) (a, b recording.Recording, err error) {
	if a, err = recording.ReadFile(pathA); err != nil {
		return a, b, err
	}
	if b, err = recording.ReadFile(pathB); err != nil {
		return a, b, err
	}
	for path, r := range map[string]recording.Recording{pathA: a, pathB: b} {
		if !r.Ended {
			fmt.Fprintf(env.Stderr, "sysadm-conformance: %s is the recording of a run that did not end: it has %d checks\n", path, len(r.Checks))
		}
	}
	return a, b, nil
}
