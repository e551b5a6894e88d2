package link

import (
	"errors"
	"os"
	"sync"
	"time"
)

// A deadline is until when a connection is waited for. Every message moves it on,
// twice, and nearly none ever comes. To move the system's own each time would cost
// more than it is worth, so that one is left to come: what fails by it is tried again
// with the deadline that holds by then.
type deadline struct {
	tell func(time.Time) error

	mu    sync.Mutex
	until time.Time // zero: never
	told  time.Time // to the system
}

// set sets the deadline. The system is told only if it comes sooner than the one that
// the system knows.
func (d *deadline) set(until time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.until = until
	if !sooner(until, d.told) {
		return nil
	}
	return d.arm()
}

// moved reports whether something failed only because the system did not know that
// the deadline had been moved on. Now it does, and what failed may be tried again.
func (d *deadline) moved(failure error) bool {
	if !errors.Is(failure, os.ErrDeadlineExceeded) {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return sooner(time.Now(), d.until) && d.arm() == nil
}

// arm tells the system the deadline; the caller holds the lock.
func (d *deadline) arm() error {
	d.told = d.until
	return d.tell(d.until)
}

// sooner reports whether a comes before b; zero never comes.
func sooner(a, b time.Time) bool { return !a.IsZero() && (b.IsZero() || a.Before(b)) }
