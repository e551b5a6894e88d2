package link

import (
	"errors"
	"os"
	"sync"
	"time"
)

// A deadline is the time until which a connection waits for its peer. Each
// message moves it on twice, and it almost never passes. Moving the system's
// own deadline each time would be expensive, so the system keeps an old one. An
// operation that fails because the old one has passed is tried again with the
// current one.
type deadline struct {
	tell func(time.Time) error

	mu    sync.Mutex
	until time.Time // zero: never
	told  time.Time // the deadline that the system has
}

// set sets the deadline. The system is told only if the new deadline is earlier
// than the one it has.
func (d *deadline) set(until time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.until = until
	if !sooner(until, d.told) {
		return nil
	}
	return d.arm()
}

// moved reports whether an operation failed only because the system had an old
// deadline. It then gives the system the current one, and the operation may be
// tried again.
func (d *deadline) moved(failure error) bool {
	if !errors.Is(failure, os.ErrDeadlineExceeded) {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return sooner(time.Now(), d.until) && d.arm() == nil
}

// arm gives the system the deadline. The caller holds the lock.
func (d *deadline) arm() error {
	d.told = d.until
	return d.tell(d.until)
}

// sooner reports whether a is before b. The zero time is never.
func sooner(a, b time.Time) bool { return !a.IsZero() && (b.IsZero() || a.Before(b)) }
