package link

import (
	"errors"
	"os"
	"sync"
	"time"
)

// A deadline is until when a connection is waited for. Nearly all are moved on
// before they come, twice for each message, and the system need not hear of that:
// when the one that it was told of comes, it is told of the one that holds by then.
type deadline struct {
	tell func(time.Time) error

	mu    sync.Mutex
	until time.Time // zero: never
	told  time.Time // to the system
}

// set sets the deadline. The system hears of one that is sooner than what it knows.
func (d *deadline) set(until time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.until = until
	if !sooner(until, d.told) {
		return nil
	}
	return d.arm()
}

// moved tells a failure by a deadline that was moved on since: it was too soon to
// fail, and what failed may be tried again.
func (d *deadline) moved(failure error) bool {
	if !errors.Is(failure, os.ErrDeadlineExceeded) {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return sooner(time.Now(), d.until) && d.arm() == nil
}

// arm is called by who holds the lock.
func (d *deadline) arm() error {
	d.told = d.until
	return d.tell(d.until)
}

// sooner compares deadlines.
func sooner(a, b time.Time) bool { return !a.IsZero() && (b.IsZero() || a.Before(b)) }
