package job

import (
	"context"
	"fmt"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/commandline"
)

// begin starts every job that may run now. The caller holds the lock.
func (d *Dispatcher) begin() {
	for _, j := range d.jobs {
		if j.State == Pending && d.mayRun(j) {
			d.run(j)
		}
	}
}

// mayRun reports whether there is room for a job. The first job of a queue is
// asked first, so that none overtakes another.
func (d *Dispatcher) mayRun(j *active) bool {
	running := 0
	for _, other := range d.jobs {
		if other.State != Running {
			continue
		}
		running++
		if q := queueOf(j.ID); q.oneAtATime && q == queueOf(other.ID) {
			return false
		}
	}
	return running < d.options.AtOnce && !d.stopping
}

// run runs a job to its end. The journal is not written before a process is
// known: until then its entry for the waiting job serves as well.
func (d *Dispatcher) run(j *active) {
	tooLong := fmt.Errorf("it was ended: it ran longer than %v", d.options.Timeout)
	ctx, release := context.WithTimeoutCause(d.base, d.options.Timeout, tooLong)
	ctx, j.cancel = context.WithCancelCause(ctx)
	j.State, j.Started = Running, time.Now()
	d.tell(j.Job)
	d.running.Go(func() {
		defer release()
		reason := d.runCommands(ctx, j)
		j.cancel(nil)
		d.finish(j, reason)
	})
}

// runCommands runs the job's commands until one fails. It returns why the job
// did not end by itself, or nil.
func (d *Dispatcher) runCommands(ctx context.Context, j *active) error {
	for _, command := range j.Commands {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		j.output.next()
		code, err := d.options.Runner.Run(ctx, commandline.Split(command), &j.output, func(group int) { d.remember(j, group) })
		if err != nil && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
		j.output.ended(code)
		if code != 0 {
			return nil
		}
	}
	return nil
}

// remember records the job's process group.
func (d *Dispatcher) remember(j *active, group int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	j.Process, j.ProcessStarted = group, time.Now()
	d.note()
}

// finish ends a job that ran. A job that ends because the server stops stays
// unchanged in the journal: the next start reports it as interrupted. So does one
// that was left behind.
func (d *Dispatcher) finish(j *active, reason error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held == nil {
		return
	}
	if reason == errStopped {
		d.options.Logger.Warn("job interrupted", "id", j.ID, "user", j.User, "reason", reason)
		return
	}
	d.end(j, reason)
	d.begin()
}
