package audit

import (
	"errors"
	"time"
)

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
	wait, ok := l.enter(begins)
	if !ok {
		return errHangs
	}
	written := make(chan error, 1)
	go func() { // not waited for: it may hang
		err := l.append(line, begins)
		l.leave()
		written <- err
	}()
	select {
	case err := <-written:
		return err
	case <-time.After(wait):
		return errHangs
	}
}

// enter counts a line in and returns how long to wait for it, or false if it is
// not to be written. The disk hangs if lines wait, and none was written for too
// long.
func (l *Log) enter(begins bool) (wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting == 0 {
		l.progress = time.Now()
	}
	hangs := time.Since(l.progress) >= l.options.Timeout
	if hangs && begins || l.waiting >= mostWaiting {
		return 0, false
	}
	l.waiting++
	if hangs {
		return 0, true
	}
	return l.options.Timeout, true
}

// leave counts a line out that was written.
func (l *Log) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting--
	l.progress = time.Now()
}
