package replay

import (
	"fmt"
	"strings"
)

// An Answer is what a run of the command gave.
type Answer struct {
	Stdout, Stderr string
	ExitCode       int
}

// A Command is an iocage under replay.
type Command interface {
	// Change changes the host by hand.
	Change(Before) error
	// Run runs the step's words; its recorded answer is not looked at.
	Run(Step) (Answer, error)
}

// A Result is one step replayed.
type Result struct {
	Step   Step // with the names of the replay in its words
	Answer Answer

	// Difference says in what the answer differs; empty: it is equal.
	Difference string
}

// Replay runs every step of the transcript and compares the answers. Before it
// compares it replaces by name what differs from run to run even with the
// original: uuids consistently, times, spinner frames, progress of downloads.
func Replay(t Transcript, c Command) ([]Result, error) {
	n := names{}
	var results []Result
	for i, step := range t.Steps {
		step.Args = n.translateAll(step.Args)
		if err := c.Change(step.Before); err != nil {
			return nil, fmt.Errorf("step %d: %w", i, err)
		}
		answer, err := c.Run(step)
		if err != nil {
			return nil, fmt.Errorf("step %d: %w", i, err)
		}
		results = append(results, Result{step, answer, n.compare(step, answer)})
	}
	return results, nil
}

// compare says in what the answer differs from the recorded one.
func (n names) compare(want Step, got Answer) string {
	n.learn(want.Stdout, got.Stdout)
	n.learn(want.Stderr, got.Stderr)
	wantOut, gotOut := normalize(n.translate(want.Stdout)), normalize(got.Stdout)
	switch want.StdoutMatch {
	case "first_line":
		wantOut, gotOut = firstLine(wantOut), firstLine(gotOut)
	case "not_empty":
		wantOut, gotOut = "", ""
		if got.Stdout == "" {
			gotOut = "(nothing)"
		}
	}
	var differences []string
	differ := func(what, want, got string) {
		if want != got {
			want, got, line := firstDifference(want, got)
			differences = append(differences, fmt.Sprintf("%s, line %d:\n  want %q\n  got  %q", what, line, want, got))
		}
	}
	differ("stdout", wantOut, gotOut)
	differ("stderr", normalize(n.translate(want.Stderr)), normalize(got.Stderr))
	differ("exit", fmt.Sprint(want.ExitCode), fmt.Sprint(got.ExitCode))
	return strings.Join(differences, "\n")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// firstDifference returns the first lines that differ, and their number.
func firstDifference(want, got string) (wantLine, gotLine string, line int) {
	w, g := strings.SplitAfter(want, "\n"), strings.SplitAfter(got, "\n")
	for line < len(w) && line < len(g) && w[line] == g[line] {
		line++
	}
	at := func(lines []string) string {
		if line < len(lines) {
			return lines[line]
		}
		return ""
	}
	return at(w), at(g), line + 1
}
