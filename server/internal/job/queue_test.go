package job_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/job"
)

// A model records what a stage was asked to do. Its checks follow the rules,
// not the code.
type model struct {
	asked map[string]int // how often each id was started
}

var ids = []string{"sysadm_pkg_1", "sysadm_pkg_2", "sysadm_pkg_3", "sysadm_iocage_1", "sysadm_iocage_2", "a", "b", "c"}

func queueName(id string) string {
	switch {
	case strings.HasPrefix(id, "sysadm_pkg"):
		return "pkg_queue"
	case strings.HasPrefix(id, "sysadm_iocage"):
		return "iocage_queue"
	}
	return "no_queue"
}

// For any sequence of starts, ends, kills and server crashes: two jobs of a
// queue never run at once, nor more jobs than the limit; none overtakes another
// of its queue; none waits that could run; each started job ends exactly once;
// and the journal has all jobs that have not ended.
func TestAnyOrderOfThings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rapid.Check(struct{ testing.TB }{t}, func(rt *rapid.T) {
			const atOnce, waiting, kept = 3, 4, 5
			s := newStage(t, job.Options{AtOnce: atOnce, Waiting: waiting, Kept: kept})
			defer s.stop()
			m := model{asked: map[string]int{}}
			rt.Repeat(map[string]func(*rapid.T){
				"start": func(t *rapid.T) { m.start(t, s) },
				"end": func(t *rapid.T) {
					s.end("run "+rapid.SampledFrom(ids).Draw(t, "id"), rapid.IntRange(0, 1).Draw(t, "code"))
				},
				"kill":       func(t *rapid.T) { s.Kill(rapid.SliceOfDistinct(rapid.SampledFrom(ids), rapid.ID).Draw(t, "ids")...) },
				"kill -9":    func(t *rapid.T) { m.crash(t, s) },
				"stop again": func(t *rapid.T) { s.stop(); s.open(t) },
				"": func(t *rapid.T) {
					synctest.Wait()
					m.check(t, s, atOnce, kept)
				},
			})
		})
	})
}

func (m *model) start(t *rapid.T, s *stage) {
	var specs []job.Spec
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, 3, rapid.ID).Draw(t, "ids") {
		specs = append(specs, spec(id, "run "+id))
	}
	alive, waits := 0, 0
	for _, j := range s.List() {
		if j.State == job.Pending {
			waits++
		}
		same := func(s job.Spec) bool { return s.ID == j.ID }
		if (j.State == job.Pending || j.State == job.Running) && slices.ContainsFunc(specs, same) {
			alive++
		}
	}
	err := s.Start(specs...)
	require.Equal(t, alive > 0 || waits+len(specs) > s.options.Waiting, err != nil, "%v", err)
	if err == nil {
		for _, spec := range specs {
			m.asked[spec.ID]++
		}
	}
}

// crash ends the server like kill -9: only the journal's present content
// remains.
func (m *model) crash(t *rapid.T, s *stage) {
	synctest.Wait()
	journal, err := os.ReadFile(s.options.Journal)
	s.stop()
	if err == nil {
		require.NoError(t, os.WriteFile(s.options.Journal, journal, 0o600))
	}
	s.open(t)
}

func (m *model) check(t *rapid.T, s *stage, atOnce, kept int) {
	running, byQueue := 0, map[string]int{}
	var pending []string
	ended := 0
	for _, j := range s.List() {
		switch j.State {
		case job.Running:
			running++
			byQueue[j.Queue()]++
			require.NotNil(t, s.runs["run "+j.ID], "%s runs", j.ID)
		case job.Pending:
			pending = append(pending, j.ID)
		default:
			ended++
		}
	}
	require.Len(t, s.runs, running, "what runs is listed")
	require.LessOrEqual(t, running, atOnce)
	require.LessOrEqual(t, byQueue["pkg_queue"], 1)
	require.LessOrEqual(t, byQueue["iocage_queue"], 1)
	require.LessOrEqual(t, ended, kept+atOnce+s.options.Waiting)
	for _, id := range pending {
		q := queueName(id)
		require.True(t, running == atOnce || q != "no_queue" && byQueue[q] == 1, "%s could run", id)
	}
	m.checkTold(t, s)
	m.checkJournal(t, s)
}

// checkTold replays the reports: each job is pending, then perhaps running,
// then ends once; each queue runs its jobs in the order in which they became
// pending.
func (m *model) checkTold(t *rapid.T, s *stage) {
	state, line, asked := map[string]job.State{}, map[string][]string{}, map[string]int{}
	for _, j := range s.told {
		q := queueName(j.ID)
		alive := state[j.ID] == job.Pending || state[j.ID] == job.Running
		switch j.State {
		case job.Pending:
			require.False(t, alive, "%s is asked for twice", j.ID)
			asked[j.ID]++
			line[q] = append(line[q], j.ID)
		case job.Running:
			require.Equal(t, job.Pending, state[j.ID])
			if q != "no_queue" {
				require.Equal(t, j.ID, line[q][0], "none overtakes another")
			}
		default:
			require.True(t, alive, "%s ends once", j.ID)
			line[q] = slices.DeleteFunc(line[q], func(id string) bool { return id == j.ID })
		}
		state[j.ID] = j.State
	}
	require.Equal(t, m.asked, asked)
	for _, j := range s.List() {
		require.Equal(t, state[j.ID], j.State, "what is told of %s is listed", j.ID)
	}
}

func (m *model) checkJournal(t *rapid.T, s *stage) {
	text, err := os.ReadFile(s.options.Journal)
	if os.IsNotExist(err) {
		require.Empty(t, s.List())
		return
	}
	require.NoError(t, err)
	var journal struct{ Jobs []job.Job }
	require.NoError(t, json.Unmarshal(text, &journal))
	var written, listed []string
	for _, j := range journal.Jobs {
		written = append(written, j.ID)
	}
	for _, j := range s.List() {
		listed = append(listed, j.ID)
	}
	require.Equal(t, listed, written)
}
