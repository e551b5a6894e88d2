package job

import "slices"

// List returns the ended jobs, then the active ones, each oldest first. It waits
// for nothing.
func (d *Dispatcher) List() []Job { return slices.Clone(*d.shown.Load()) }

// Count returns how many jobs are in a state other than an end. It waits for
// nothing.
func (d *Dispatcher) Count(state State) int {
	n := 0
	for _, j := range *d.shown.Load() {
		if j.State == state {
			n++
		}
	}
	return n
}

// show makes the present jobs those of List. The caller holds the lock.
func (d *Dispatcher) show() {
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
	d.shown.Store(&jobs)
}
