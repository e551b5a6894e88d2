package measure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

var suite = Topic{
	ID:    "suite",
	Title: "The suite",
	Text: "`sysadm-conformance run` of each edition against simulated hosts, from the start of the process to its end; and the " +
		"processor time of the suite and the simulated hosts, divided by the number of checks.",
	measure: measureSuite,
}

func measureSuite(ctx context.Context, b *Bench) (figures []figure.Figure, err error) {
	program, err := b.Programs.Find("sysadm-conformance")
	if err != nil {
		return nil, err
	}
	for _, e := range edition.Editions {
		of, err := b.suite(ctx, program, e.Name)
		if err != nil {
			return nil, err
		}
		figures = append(figures, of...)
	}
	return figures, nil
}

// whySlow is the reason that profiles of suite and simulated hosts show.
const whySlow = "Two processors share the suite and the simulated hosts. A fifth of their time is TLS handshakes, because every " +
	"client that the server must not know yet needs a new connection; the rest is spread over all parts of a check."

// suite runs the suite of one edition.
func (b *Bench) suite(ctx context.Context, program, edition string) ([]figure.Figure, error) {
	var took, each []float64
	checks := 0.0
	for range b.Effort.Suites {
		run := process.Command{Argv: []string{program, "run", "--edition", edition, "--report", "json=-"}}
		report, used, err := run.Run(ctx)
		if err != nil {
			return nil, err
		}
		if checks, err = checksIn(report); err != nil {
			return nil, err
		}
		took = append(took, used.Took.Seconds())
		each = append(each, milliseconds(used.CPU)/checks)
	}
	return []figure.Figure{
		figure.Of("edition "+edition, "s", ratio.Of(took), &figure.Target{ValueAtMost: 2, Why: whySlow}),
		figure.Of("edition "+edition+", checks", "", once(checks), nil),
		figure.Of("edition "+edition+", processor time of a check", "ms", ratio.Of(each), nil),
	}, nil
}

// checksIn counts the checks in a report of the suite.
func checksIn(report []byte) (float64, error) {
	var verdict struct {
		Checks []struct{} `json:"checks"`
	}
	if err := json.Unmarshal(report, &verdict); err != nil {
		return 0, fmt.Errorf("cannot read the report of the suite: %w", err)
	}
	if len(verdict.Checks) == 0 {
		return 0, errors.New("cannot measure the suite: its report has no checks")
	}
	return float64(len(verdict.Checks)), nil
}
