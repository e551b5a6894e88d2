// Package fidelity records what an iocage answers, and holds the recordings
// against the imitated one.
package fidelity

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/replay"
)

// A Result compares a recorded run of an iocage with the imitation.
type Result struct {
	Scenario string `json:"scenario"`
	Dialect  string `json:"dialect"`
	Steps    []Step `json:"steps"`
}

// A Step is one recorded call that was made again.
type Step struct {
	Args     []string `json:"args"`
	ExitCode int      `json:"exit_code"` // the imitation's

	// Difference is a diff of the lines of the two answers; empty if they are
	// equal.
	Difference string `json:"difference,omitempty"`
}

// Equal is the number of steps that were answered alike.
func (r Result) Equal() (n int) {
	for _, s := range r.Steps {
		if s.Difference == "" {
			n++
		}
	}
	return n
}

// Replay makes the calls of a transcript file again, on a host like that which
// it began on, and compares the answers.
func Replay(file string) (Result, error) {
	t, err := replay.Read(file)
	if err != nil {
		return Result{}, err
	}
	results, err := replayFrom(t, early)
	if err != nil {
		return Result{}, fmt.Errorf("cannot replay %s: %w", file, err)
	}
	whole := Result{Scenario: t.Scenario, Dialect: t.Dialect}
	for _, r := range results {
		whole.Steps = append(whole.Steps, Step{r.Step.Args, r.Answer.ExitCode, r.Difference})
	}
	return whole, nil
}

// early is a time at which uuids begin with zeros. For the following seven
// minutes they sort in the order of creation, as in the recordings.
var early = time.Date(2026, 11, 21, 22, 0, 45, 0, time.UTC)

// replayFrom replays a transcript. The clock begins at the given time and
// advances for each step by the time that the original took.
func replayFrom(t replay.Transcript, clock time.Time) ([]replay.Result, error) {
	seed, err := fakeiocage.ParseSeed(t.Host)
	if err != nil {
		return nil, err
	}
	h, err := fakeiocage.NewHost(seed)
	if err != nil {
		return nil, err
	}
	return replay.Replay(t, &replayed{h, t.Dialect, clock})
}

// replayed is the imitated command under replay.
type replayed struct {
	host    *fakeiocage.Host
	dialect string
	clock   time.Time
}

// Change changes the host as the recording's author did by hand.
func (r *replayed) Change(b replay.Before) error {
	if len(b.PoolComment)+len(b.Host) == 0 {
		return nil
	}
	seed, err := r.host.Describe()
	if err != nil {
		return err
	}
	if seed, err = with(seed, b.Host); err != nil {
		return err
	}
	if seed.Comments == nil {
		seed.Comments = map[string]string{}
	}
	maps.Copy(seed.Comments, b.PoolComment)
	return r.host.Reset(seed)
}

// with returns the seed with some members replaced.
func with(seed fakeiocage.Seed, members map[string]json.RawMessage) (fakeiocage.Seed, error) {
	data, err := json.Marshal(seed)
	if err != nil {
		return fakeiocage.Seed{}, err
	}
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &all); err != nil {
		return fakeiocage.Seed{}, err
	}
	maps.Copy(all, members)
	if data, err = json.Marshal(all); err != nil {
		return fakeiocage.Seed{}, err
	}
	return fakeiocage.ParseSeed(data)
}

// Run makes the call of one step.
func (r *replayed) Run(s replay.Step) (replay.Answer, error) {
	r.clock = r.clock.Add(replay.Pace(s))
	var stdout, stderr bytes.Buffer
	vars := map[string]string{"FAKEIOCAGE_USER": s.User, "FAKEIOCAGE_DIALECT": r.dialect}
	maps.Copy(vars, s.Env)
	status := r.host.Run(context.Background(), s.Args, fakeiocage.Env{
		Stdin: strings.NewReader(s.Stdin), Stdout: &stdout, Stderr: &stderr,
		Getenv: func(name string) string { return vars[name] },
		Now:    func() time.Time { return r.clock },
	})
	return replay.Answer{Stdout: stdout.String(), Stderr: stderr.String(), ExitCode: status}, nil
}
