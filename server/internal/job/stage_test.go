package job_test

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/job"
)

// A stage is a dispatcher and the Runner of its commands. A command prints its
// words and continues until the test tells it how to end, or its job is ended.
// The command "N" ends at once with status N; "deaf …" goes on when its job is ended.
type stage struct {
	*job.Dispatcher
	options job.Options

	group int // of every command; 0: unknown

	mu   sync.Mutex
	told []job.Job
	runs map[string]chan int // by command
}

func newStage(t *testing.T, o job.Options) *stage {
	s := &stage{runs: map[string]chan int{}, options: o}
	s.options.Journal = filepath.Join(t.TempDir(), "jobs.json")
	s.options.Runner, s.options.Tell = s, s.tell
	for limit, otherwise := range map[*int]int{
		&s.options.AtOnce: 8, &s.options.Waiting: 100, &s.options.Kept: 100, &s.options.Output: 1000,
	} {
		if *limit == 0 {
			*limit = otherwise
		}
	}
	if s.options.Timeout == 0 {
		s.options.Timeout = time.Hour
	}
	s.open(t)
	return s
}

// open makes a new dispatcher from the journal.
func (s *stage) open(t require.TestingT) {
	s.Dispatcher = job.New(s.options)
	require.NoError(t, s.Recall())
}

// stop ends the running jobs and waits for them.
func (s *stage) stop() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s.Stop(ctx)
}

func (s *stage) tell(j job.Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = append(s.told, j)
}

// Run is one command of a job.
func (s *stage) Run(ctx context.Context, words []string, out io.Writer, started func(int)) (int, error) {
	if s.group != 0 {
		started(s.group)
	}
	command := strings.Join(words, " ")
	io.WriteString(out, "<"+command+">")
	if code := strings.Index("0123456789", command); code >= 0 && len(command) == 1 {
		return code, nil
	}
	end := s.run(command, make(chan int))
	defer s.run(command, nil)
	if words[0] == "deaf" {
		return <-end, nil
	}
	select {
	case code := <-end:
		return code, nil
	case <-ctx.Done():
		return -1, ctx.Err()
	}
}

func (s *stage) run(command string, end chan int) chan int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.runs[command] = end; end == nil {
		delete(s.runs, command)
	}
	return end
}

// end ends a running command with a status. It returns false if the command
// does not run.
func (s *stage) end(command string, code int) bool {
	s.mu.Lock()
	end := s.runs[command]
	s.mu.Unlock()
	if end != nil {
		end <- code
	}
	return end != nil
}

// runsNow reports whether a command runs.
func (s *stage) runsNow(command string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.runs[command] != nil
}

// states returns the states reported for a job.
func (s *stage) states(id string) (states []job.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.told {
		if j.ID == id {
			states = append(states, j.State)
		}
	}
	return states
}

// last returns the last report about a job.
func (s *stage) last(id string) (last job.Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.told {
		if j.ID == id {
			last = j
		}
	}
	return last
}

func spec(id string, commands ...string) job.Spec {
	return job.Spec{ID: id, User: "joe", Commands: commands}
}

func contextOf(d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), d)
}
