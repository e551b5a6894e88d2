package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Recall takes up the jobs of the journal. Those that had not ended when the
// server did are interrupted: they are told, listed and never run again. Its
// error says what to do.
func (d *Dispatcher) Recall() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var err error
	if d.held, err = d.journal.hold(); err != nil {
		return err
	}
	jobs, err := d.journal.read()
	if err != nil {
		return errors.Join(err, d.held.Close())
	}
	d.ended = jobs
	if !slices.ContainsFunc(jobs, Job.alive) {
		return nil
	}
	processes, err := listProcesses(context.Background())
	var interrupted []Job
	for i := range jobs {
		if jobs[i].alive() {
			jobs[i].interrupt(processes, err)
			interrupted = append(interrupted, jobs[i])
		}
	}
	if err := d.save(); err != nil {
		return errors.Join(err, d.held.Close())
	}
	for _, j := range interrupted {
		d.tell(j)
	}
	return nil
}

// interrupt says what is known of a job that the server left behind, and what of
// it still runs. The error is why the processes are not known.
func (j *Job) interrupt(processes []process, unknown error) {
	j.State, j.Reason, j.Ended = Interrupted, "the server ended before it did", time.Now()
	switch {
	case j.Process == 0:
	case unknown != nil:
		j.Reason += fmt.Sprintf("; whether process group %d still runs is not known: %v", j.Process, unknown)
	case survives(processes, j.Process, j.ProcessStarted):
		j.Reason += fmt.Sprintf("; process group %d still runs", j.Process)
	default:
		j.Process, j.ProcessStarted = 0, time.Time{}
	}
}
