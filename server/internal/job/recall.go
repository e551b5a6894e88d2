package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"
)

// Recall reads the jobs of the journal. Those that had not ended are
// interrupted: they are reported and listed, and never run again. Its error
// says what to do.
func (d *Dispatcher) Recall() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var err error
	if d.held, err = d.journal.hold(); err != nil {
		return err
	}
	d.journal.sweep()
	jobs, err := d.journal.read()
	if err != nil {
		return errors.Join(err, d.held.Close())
	}
	d.ended = jobs
	if !slices.ContainsFunc(jobs, Job.alive) {
		d.show()
		return nil
	}
	var interrupted []Job
	for i := range jobs {
		if jobs[i].alive() {
			jobs[i].interrupt()
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

// unfinished is the reason of an interrupted job.
const unfinished = "the server ended before it did"

// interrupt marks a job that an earlier server left as interrupted, and records
// which of its processes still run.
func (j *Job) interrupt() {
	j.State, j.Reason, j.Ended = Interrupted, unfinished, time.Now()
	left, err := j.left()
	switch {
	case err != nil:
		j.Reason += fmt.Sprintf("; whether process group %d still runs is not known: %v", j.Process, err)
	case left:
		j.Reason += fmt.Sprintf("; process group %d still runs", j.Process)
	default:
		j.Process, j.ProcessStarted = 0, time.Time{}
	}
}

// left reports whether a process group left by the job's server still runs. No
// job has the group of init(8), nor what kill(2) would take for all processes,
// whatever somebody wrote into the journal.
func (j *Job) left() (bool, error) {
	if j.Process <= 1 {
		return false, nil
	}
	processes, err := listProcesses(context.Background())
	return survives(processes, j.Process, j.ProcessStarted), err
}

// killLeft ends the remaining processes of an interrupted job. The caller holds
// the lock.
func (d *Dispatcher) killLeft(id string) bool {
	i := slices.IndexFunc(d.ended, func(j Job) bool { return j.ID == id && j.State == Interrupted })
	if i < 0 || d.stopping {
		return false
	}
	j := &d.ended[i]
	left, err := j.left()
	if err != nil || !left {
		return false
	}
	group := j.Process
	j.Process, j.ProcessStarted = 0, time.Time{}
	j.Reason = fmt.Sprintf("%s; process group %d was killed", unfinished, group)
	d.note()
	_ = syscall.Kill(-group, syscall.SIGTERM)
	limit := time.Now().Add(d.options.Grace)
	d.running.Go(func() { endGroup(group, limit) })
	return true
}
