package job

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Runner runs the commands of jobs: programs of this host, or a simulated
// one's.
type Runner interface {
	// Run runs a program with its arguments, each passed as it is, and writes
	// what it prints to out. It calls started once with the process group, if
	// there is one, and ends that group as a whole when ctx ends. The error says
	// why there is no exit status to return.
	Run(ctx context.Context, words []string, out io.Writer, started func(group int)) (code int, err error)
}

// Options say how a Dispatcher runs jobs. The limits must not be zero.
type Options struct {
	Runner Runner

	// Journal is the file that remembers the jobs.
	Journal string

	// Tell hears of each state that a job reaches, in order. Other jobs start and
	// end only when it returns; of the dispatcher's methods it may call List and
	// Count. Nil means that nobody hears.
	Tell func(Job)

	// AtOnce is how many jobs run at once, Waiting how many may wait, and Kept
	// how many that have ended are listed.
	AtOnce, Waiting, Kept int

	// Output is how much is kept of what a job prints, in bytes.
	Output int

	// Timeout ends a job.
	Timeout time.Duration

	// Grace is how long what an earlier server left running may take to end once
	// it was told to.
	Grace time.Duration

	// Logger hears what becomes of jobs; nil means nobody.
	Logger *slog.Logger
}

// A Dispatcher runs jobs, in the order of their queues.
type Dispatcher struct {
	options Options
	journal journal
	base    context.Context
	stop    context.CancelCauseFunc
	running sync.WaitGroup
	held    *os.File // open while the journal belongs to this dispatcher; nil: no longer

	mu       sync.Mutex
	jobs     []*active // waiting or running, in order of arrival
	ended    []Job     // oldest first
	stopping bool

	// shown are the jobs as List returns them. The lock is held while the journal is
	// written, and nobody who only looks should have to wait for a disk.
	shown atomic.Pointer[[]Job]
}

// An active job is waiting or running.
type active struct {
	Job
	output output
	cancel context.CancelCauseFunc // nil while the job waits
}

// New returns a dispatcher without jobs. Call Recall next.
func New(o Options) *Dispatcher {
	if o.Tell == nil {
		o.Tell = func(Job) {}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	d := &Dispatcher{options: o, journal: journal(o.Journal)}
	d.base, d.stop = context.WithCancelCause(context.Background())
	d.show()
	return d
}

// Start queues jobs, all of them or none. Once it has returned without an
// error, the jobs are remembered however the server ends.
func (d *Dispatcher) Start(specs ...Spec) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.start(specs)
}

// StartNew is Start without the jobs that wait or run already. It returns the
// ids of those it started, or ErrExists if none was left.
func (d *Dispatcher) StartNew(specs ...Spec) (started []string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	fresh := slices.DeleteFunc(slices.Clone(specs), func(s Spec) bool { return d.find(s.ID) != nil })
	if len(fresh) == 0 {
		return nil, ErrExists
	}
	for _, s := range fresh {
		started = append(started, s.ID)
	}
	return started, d.start(fresh)
}

// start is Start; the caller holds the lock.
func (d *Dispatcher) start(specs []Spec) error {
	if err := d.admit(specs); err != nil {
		return err
	}
	jobs, ended := d.jobs, d.ended
	for _, s := range specs {
		d.add(s)
	}
	if err := d.save(); err != nil {
		d.jobs, d.ended = jobs, ended
		return err
	}
	for _, j := range d.jobs[len(jobs):] {
		d.tell(j.Job)
	}
	d.begin()
	return nil
}

// admit refuses jobs that cannot be started. The caller holds the lock.
func (d *Dispatcher) admit(specs []Spec) error {
	if d.stopping {
		return ErrStopping
	}
	waiting := d.Count(Pending)
	if waiting+len(specs) > d.options.Waiting {
		return fmt.Errorf("%w: %d wait already, and %d may", ErrFull, waiting, d.options.Waiting)
	}
	for i, s := range specs {
		if err := s.check(); err != nil {
			return err
		}
		same := func(other Spec) bool { return other.ID == s.ID }
		if d.find(s.ID) != nil || slices.ContainsFunc(specs[:i], same) {
			return fmt.Errorf("%w: %s waits or runs already", ErrExists, s.ID)
		}
	}
	return nil
}

// add adds a job. It replaces an ended job with the same id.
func (d *Dispatcher) add(s Spec) {
	d.ended = slices.DeleteFunc(slices.Clone(d.ended), func(j Job) bool { return j.ID == s.ID })
	d.jobs = append(slices.Clip(d.jobs), &active{
		Job:    Job{ID: s.ID, User: s.User, Commands: s.Commands, State: Pending},
		output: output{most: d.options.Output},
	})
}

// find returns the active job with that id, or nil.
func (d *Dispatcher) find(id string) *active {
	for _, j := range d.jobs {
		if j.ID == id {
			return j
		}
	}
	return nil
}

// save writes all jobs to the journal. The caller holds the lock.
func (d *Dispatcher) save() error {
	jobs := slices.Clone(d.ended)
	for _, j := range d.jobs {
		jobs = append(jobs, j.Job)
	}
	return d.journal.write(jobs)
}

// note is save for changes that cannot be undone if it fails. An outdated
// journal makes more jobs count as interrupted, but loses none. The journal of
// another server is not touched.
func (d *Dispatcher) note() {
	d.show()
	if d.held == nil {
		return
	}
	if err := d.save(); err != nil {
		d.options.Logger.Error("job journal is behind", "reason", err)
	}
}

// tell reports a job's state. The caller holds the lock, so that the order is
// the same for all listeners.
func (d *Dispatcher) tell(j Job) {
	d.show()
	level := slog.LevelInfo
	if j.State == Interrupted {
		level = slog.LevelWarn
	}
	d.options.Logger.Log(context.Background(), level, "job", "id", j.ID, "state", j.State, "queue", j.Queue(), "user", j.User,
		"programs", Programs(j.Commands), "reason", j.Reason)
	d.options.Tell(j)
}
