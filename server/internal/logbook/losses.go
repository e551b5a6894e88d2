package logbook

import (
	"errors"
	"sync"
	"time"
)

// Why an entry is not kept, besides errors of the system.
var (
	errFlood = errors.New("more came than could be written")
	errFull  = errors.New("the log had its size for one day")
)

// telling is the least time between two reports of losses.
const telling = time.Minute

// losses counts the entries that were not kept.
type losses struct {
	mu     sync.Mutex
	total  int64
	untold int64 // not yet reported in the server's log
	owed   int64 // not yet reported in the book
	reason error // of the last loss
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

// due returns how many losses to report now, and the reason.
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

// paid is called when the book has reported n losses.
func (l *losses) paid(n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.owed -= n
}
