package job

import (
	"context"
	"slices"
	"time"
)

// Kill ends running jobs (SIGTERM to all their processes, SIGKILL after the
// grace), waiting jobs, and the remaining processes of interrupted jobs. It
// returns the ids that it found. The end of a job is reported like any other.
func (d *Dispatcher) Kill(ids ...string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	killed := []string{}
	for _, id := range ids {
		if d.kill(id) {
			killed = append(killed, id)
		}
	}
	return killed
}

// kill ends a job. It returns false if the job has already ended. The caller
// holds the lock.
func (d *Dispatcher) kill(id string) bool {
	j := d.find(id)
	switch {
	case j == nil:
		return d.killLeft(id)
	case j.State == Running:
		j.cancel(errKilled)
	default:
		d.end(j, errUnrun)
	}
	return true
}

// end moves a job to those that have ended. The caller holds the lock.
func (d *Dispatcher) end(j *active, reason error) {
	d.jobs = slices.DeleteFunc(slices.Clone(d.jobs), func(other *active) bool { return other == j })
	j.State, j.Ended, j.Process, j.ProcessStarted = Finished, time.Now(), 0, time.Time{}
	if reason != nil {
		j.Reason = reason.Error()
	}
	d.ended = append(slices.Clip(d.ended), j.Job)
	if more := len(d.ended) - d.options.Kept; more > 0 {
		d.ended = slices.Clone(d.ended[more:])
	}
	d.note()
	told := j.Job
	told.Results = j.output.results()
	d.tell(told)
}

// Stop starts no more jobs. It lets running jobs continue until ctx ends, then
// ends them, and returns when none runs, or when one outlives its grace. The jobs
// that it ended or left behind and those that still wait are interrupted. Another
// server may then use the journal.
func (d *Dispatcher) Stop(ctx context.Context) {
	d.mu.Lock()
	d.stopping = true
	d.mu.Unlock()
	d.await(ctx)
	d.stop(nil)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.jobs = nil
	d.show()
	_ = d.held.Close() // nothing was written to it
	d.held = nil
}

// Patience is how much longer than its grace a job may take to end. Only one that
// cannot be killed takes longer: it hangs in the kernel, or has got the rights of
// another user.
const Patience = time.Second

// await waits until no job runs, and ends those that run when ctx ends.
func (d *Dispatcher) await(ctx context.Context) {
	none := make(chan struct{})
	go func() { // not waited for: it may hang
		defer close(none)
		d.running.Wait()
	}()
	select {
	case <-none:
		return
	case <-ctx.Done():
		d.stop(errStopped)
	}
	select {
	case <-none:
	case <-time.After(d.options.Grace + Patience):
		d.options.Logger.Error("jobs that cannot be ended are left behind: the next start names them")
	}
}
