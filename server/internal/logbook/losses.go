package logbook

import (
	"errors"
	"sync"
	"time"
)

// Why an entry is not kept, beside what the system says.
var (
	errFlood = errors.New("more came than could be written")
	errFull  = errors.New("the log had its size for one day")
)

// telling is how long losses are gathered before they are told again.
const telling = time.Minute

// losses counts the entries that were not kept.
type losses struct {
	mu     sync.Mutex
	total  int64
	untold int64 // in the server's log
	owed   int64 // to the book
	reason error // of the last
	told   time.Time
}

func (l *losses) add(n int, reason error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total += int64(n)
	l.untold += int64(n)
	l.owed += int64(n)
	l.reason = reason
}

func (l *losses) all() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}

// due returns how many losses are to be told now, and why they happened.
func (l *losses) due(now time.Time, atOnce bool) (untold, owed int64, reason error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.owed == 0 && l.untold == 0 || !atOnce && now.Sub(l.told) < telling {
		return 0, 0, nil
	}
	untold, owed = l.untold, l.owed
	l.untold, l.told = 0, now
	return untold, owed, l.reason
}

// paid says that the book has told of n losses.
func (l *losses) paid(n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.owed -= n
}
