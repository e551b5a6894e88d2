// Package crew runs short tasks in reused goroutines. A new goroutine has a
// small stack, and growing it can cost as much as a request of a few
// microseconds.
package crew

// most is how many goroutines wait for a task, with a few KiB of stack each: a
// process may have a thousand crews.
const most = 16

// A Crew is goroutines for tasks. A nil Crew has none to keep.
type Crew struct {
	tasks  chan func()
	places chan struct{} // of those who wait
	closed chan struct{}
}

// New returns a crew without goroutines, which must be closed.
func New() *Crew {
	return &Crew{tasks: make(chan func()), places: make(chan struct{}, most), closed: make(chan struct{})}
}

// Go has a task run beside the others, however many there are. Whoever needs to
// know that it has ended finds out from the task.
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

// work runs a task, and others as long as there are some.
func (c *Crew) work(task func()) {
	for task != nil {
		task()
		task = c.next()
	}
}

// next waits for a task, unless enough others do; nil is the end.
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

// Close returns when no goroutine waits for a task, and from then on none does.
// Tasks that run, or come later, are run to their end.
func (c *Crew) Close() {
	close(c.closed)
	for range most {
		c.places <- struct{}{}
	}
}
