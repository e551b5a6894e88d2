package replay_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/replay"
)

// A scripted command answers each step with the next of its answers.
type scripted struct {
	answers []replay.Answer
	args    [][]string
}

func (s *scripted) Change(replay.Before) error { return nil }

func (s *scripted) Run(step replay.Step) (replay.Answer, error) {
	s.args = append(s.args, step.Args)
	a := s.answers[0]
	s.answers = s.answers[1:]
	return a, nil
}

const (
	recorded = "0a0b0c0d-e5f7-11f1-8d45-d05099728dbf"
	other    = "0e0b0c0d-e5f7-11f1-8d45-d05099728dbf"
	own      = "00e6bb01-e5f7-11f1-8d45-d05099728dbf"
)

// Uuids are replaced consistently, also in later words and if shortened.
func TestReplayTranslatesUUIDs(t *testing.T) {
	s := &scripted{answers: []replay.Answer{{Stdout: "created " + own}, {Stdout: own}, {Stderr: "no 00e6bb01"}}}
	results, err := replay.Replay(replay.Transcript{Steps: []replay.Step{
		{Args: []string{"create"}, Stdout: "created " + recorded},
		{Args: []string{"get", recorded}, Stdout: recorded},
		{Args: []string{"get", "0a0b0c0d"}, Stderr: "no 0a0b0c0d"},
	}}, s)
	require.NoError(t, err)
	for _, r := range results {
		require.Empty(t, r.Difference)
	}
	require.Equal(t, [][]string{{"create"}, {"get", own}, {"get", "00e6bb01"}}, s.args)
}

func TestReplaySeesDifferences(t *testing.T) {
	tests := []struct {
		name string
		want replay.Step
		got  replay.Answer
		in   string
	}{
		{"text", replay.Step{Stdout: "a\nb\n"}, replay.Answer{Stdout: "a\nc\n"}, "--- recorded stdout\n+++ replayed stdout\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"},
		{"stream", replay.Step{Stdout: "a"}, replay.Answer{Stderr: "a"}, "+++ replayed stderr"},
		{"status", replay.Step{ExitCode: 1}, replay.Answer{}, "-1\n+0\n"},
		{"two uuids for one", replay.Step{Stdout: recorded + " " + recorded}, replay.Answer{Stdout: own + " " + other}, "stdout"},
		{"a blank", replay.Step{Stdout: "a "}, replay.Answer{Stdout: "a"}, "stdout"},
		{"first line", replay.Step{Stdout: "a\nb", StdoutMatch: "first_line"}, replay.Answer{Stdout: "c\nb"}, "stdout"},
		{"nothing", replay.Step{Stdout: "a", StdoutMatch: "not_empty"}, replay.Answer{}, "stdout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			results, err := replay.Replay(replay.Transcript{Steps: []replay.Step{tt.want}}, &scripted{answers: []replay.Answer{tt.got}})
			require.NoError(t, err)
			require.Contains(t, results[0].Difference, tt.in)
		})
	}
}

func TestReplayAllowsWhatVaries(t *testing.T) {
	for want, got := range map[string]string{
		"2016-02-05@12:00:00":                  "2026-11-21@22:00:45",
		"done:  \b/\b-\bdone!":                 "done:  \b/\bdone!",
		"248K   426G":                          "331K   426G",
		"base.txz   100% of 1060  B   12 MBps": "base.txz  100% of 9 B",
	} {
		results, err := replay.Replay(replay.Transcript{Steps: []replay.Step{{Stdout: want}}}, &scripted{answers: []replay.Answer{{Stdout: got}}})
		require.NoError(t, err)
		require.Empty(t, results[0].Difference)
	}
}

// An unknown change by hand is an error, and not ignored.
func TestBeforeKnowsItsKinds(t *testing.T) {
	var step replay.Step
	require.NoError(t, json.Unmarshal([]byte(`{"before":{"pool_comment":{"tank":"x"},"host":{"hostid":"y"}}}`), &step))
	require.Equal(t, "x", step.Before.PoolComment["tank"])
	require.Equal(t, `"y"`, string(step.Before.Host["hostid"]))
	err := json.Unmarshal([]byte(`{"before":{"moon":"full"}}`), &step)
	require.EqualError(t, err, `cannot read what was changed before a step: json: unknown field "moon"`)
}
