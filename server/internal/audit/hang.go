package audit

import (
	"errors"
	"time"
)

// patience is longer than a disk takes that only has much to do.
const patience = 30 * time.Second

// mostWaiting is how many lines wait for a disk that hangs. Each waits in a
// goroutine.
const mostWaiting = 1000

var errHangs = errors.New("the disk hangs")

// Waiting returns how many lines are being written.
func (l *Log) Waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.waiting
}

// inTime appends a line, but does not wait for a disk that hangs. The line is then
// written when the disk returns, unless too many wait already. A change does not
// begin so late: while the disk is known to hang, its line is not written at all.
func (l *Log) inTime(line []byte, begins bool) error {
	wait := l.patience
	if l.hangs() {
		wait = 0
	}
	if begins && wait == 0 || l.Waiting() >= mostWaiting {
		return errHangs
	}
	written := make(chan error, 1)
	l.count(1)
	go func() { // not waited for: it may hang
		err := l.append(line, begins)
		l.count(-1)
		written <- err
	}()
	select {
	case err := <-written:
		return err
	case <-time.After(wait):
		return errHangs
	}
}

// hangs reports whether lines wait, and none was written for too long.
func (l *Log) hangs() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.waiting > 0 && time.Since(l.progress) >= l.patience
}

// count counts lines that are being written.
func (l *Log) count(more int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting == 0 || more < 0 {
		l.progress = time.Now()
	}
	l.waiting += more
}
