package logbook

import (
	"sync"
	"time"
)

// queueSize is how many bytes may wait to be written: minutes of a busy server,
// if its disk hangs.
const queueSize = 8 << 20

// overhead is the memory of an entry besides its message, in bytes.
const overhead = 128

// A queue holds entries until they are written.
type queue struct {
	wake chan struct{} // holds one value when something waits

	mu      sync.Mutex
	waiting []queued
	size    int
	unkept  int64 // entries put, and neither written nor counted as lost
	last    time.Time
}

// A queued is an entry to write, or a function to call when everything before
// it is written.
type queued struct {
	Entry
	to      Type
	written func()
}

// put adds an entry. It returns false if too much waits already.
func (q *queue) put(to Type, message string, now time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	message = shorten(message)
	if q.size+len(message)+overhead > queueSize {
		return false
	}
	q.size += len(message) + overhead
	q.unkept++
	q.add(queued{Entry: Entry{Time: q.distinct(now), Message: message}, to: to})
	return true
}

// afterAll calls a function when everything that waits now is written.
func (q *queue) afterAll(written func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.add(queued{written: written})
}

func (q *queue) add(e queued) {
	q.waiting = append(q.waiting, e)
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take removes and returns all entries.
func (q *queue) take() []queued {
	q.mu.Lock()
	defer q.mu.Unlock()
	waiting := q.waiting
	q.waiting, q.size = nil, 0
	return waiting
}

// settle says that so many entries are written, or counted as lost.
func (q *queue) settle(entries int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.unkept -= int64(entries)
}

// distinct gives different times to entries of the same microsecond. A clock
// that was set back is trusted. The caller holds the lock.
func (q *queue) distinct(now time.Time) time.Time {
	now = now.Truncate(time.Microsecond)
	if behind := q.last.Sub(now); behind >= 0 && behind < time.Second {
		now = q.last.Add(time.Microsecond)
	}
	q.last = now
	return now
}
