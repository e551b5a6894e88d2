package replay

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
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

	// Difference is the diff of what the answer differs in; empty: it is equal.
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

// compare returns the difference between the answer and the recorded one.
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
			lines := diff.Diff("recorded "+what, []byte(want), "replayed "+what, []byte(got))
			_, lines, _ = bytes.Cut(lines, []byte("\n")) // removes the command line of a diff that was never run
			differences = append(differences, string(lines))
		}
	}
	differ("stdout", wantOut, gotOut)
	differ("stderr", normalize(n.translate(want.Stderr)), normalize(got.Stderr))
	differ("exit status", fmt.Sprintln(want.ExitCode), fmt.Sprintln(got.ExitCode))
	return strings.Join(differences, "")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
