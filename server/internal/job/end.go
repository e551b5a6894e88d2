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

// List returns the ended jobs, then the active ones, each oldest first.
func (d *Dispatcher) List() []Job {
	d.mu.Lock()
	defer d.mu.Unlock()
	jobs := slices.Clone(d.ended)
	next := map[string]int{} // next position by queue
	for _, j := range d.jobs {
		listed := j.Job
		if q := queueOf(j.ID); q.oneAtATime || j.State == Pending {
			listed.Position = next[q.name]
			next[q.name]++
		}
		jobs = append(jobs, listed)
	}
	return jobs
}

// Count returns how many jobs are in a state other than an end.
func (d *Dispatcher) Count(state State) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.count(state)
}

func (d *Dispatcher) count(state State) int {
	n := 0
	for _, j := range d.jobs {
		if j.State == state {
			n++
		}
	}
	return n
}

// Stop starts no more jobs. It lets running jobs continue until ctx ends, then
// ends them, and returns when none runs. The jobs that it ended and those that
// still wait are interrupted. Another server may then use the journal.
func (d *Dispatcher) Stop(ctx context.Context) {
	d.mu.Lock()
	d.stopping = true
	d.mu.Unlock()
	defer context.AfterFunc(ctx, func() { d.stop(errStopped) })()
	d.running.Wait()
	d.stop(nil)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.jobs = nil       // the journal is no longer ours
	_ = d.held.Close() // nothing was written to it
}
