// Package crew runs short tasks in reused goroutines. A new goroutine has a
// small stack, and growing it can cost as much as a request of a few
// microseconds.
package crew

// most is how many goroutines wait for a task, with a few KiB of stack each. It
// is small because a process may have a thousand crews.
const most = 16

// A Crew is a set of goroutines for tasks. A nil Crew keeps none.
type Crew struct {
	tasks  chan func()
	places chan struct{} // one for each waiting goroutine
	closed chan struct{}
}

// New returns a crew without goroutines. The caller must close it.
func New() *Crew {
	return &Crew{tasks: make(chan func()), places: make(chan struct{}, most), closed: make(chan struct{})}
}

// Go runs a task concurrently, however many others run. The crew does not
// report when a task has ended.
func (c *Crew) Go(task func()) {
	if c == nil {
		go task()
		return
	}
	select {
	case c.tasks <- task:
	default:
		go c.work(task)
	}
}

// work runs a task, and then others while there are any.
func (c *Crew) work(task func()) {
	for task != nil {
		task()
		task = c.next()
	}
}

// next waits for a task. It returns nil if enough goroutines wait already, or
// the crew is closed.
func (c *Crew) next() (task func()) {
	select {
	case c.places <- struct{}{}:
		defer func() { <-c.places }()
	default:
		return nil
	}
	select {
	case task = <-c.tasks:
	case <-c.closed:
	}
	return task
}

// Close returns when no goroutine waits for a task. From then on none will.
// Running and later tasks still complete.
func (c *Crew) Close() {
	close(c.closed)
	for range most {
		c.places <- struct{}{}
	}
}
