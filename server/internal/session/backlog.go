package session

import "sync"

// A Backlog counts the bytes that all sessions of a server have waiting to be
// written; bytes that the system takes at once do not count. If there are too
// many, the session with the most is cut, so that a client that does not read
// cannot harm the others.
type Backlog struct {
	// Most is how many bytes may wait in all.
	Most int

	mu    sync.Mutex
	bytes int
	of    map[*outbox]int
}

// add changes the number of bytes that wait in an outbox; bytes may be
// negative.
func (b *Backlog) add(o *outbox, bytes int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if o.lost {
		return
	}
	if b.of == nil {
		b.of = map[*outbox]int{}
	}
	b.bytes += bytes
	if b.of[o] += bytes; b.of[o] == 0 {
		delete(b.of, o)
	}
	for b.bytes > b.Most {
		b.cutLongest()
	}
}

// forget removes an outbox whose connection has ended.
func (b *Backlog) forget(o *outbox) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lose(o)
}

// lose is forget for a caller that holds the lock.
func (b *Backlog) lose(o *outbox) {
	b.bytes -= b.of[o]
	delete(b.of, o)
	o.lost = true
}

// cutLongest ends the connection with the most bytes waiting. The caller holds
// the lock.
func (b *Backlog) cutLongest() {
	var longest *outbox
	for o, bytes := range b.of {
		if longest == nil || bytes > b.of[longest] {
			longest = o
		}
	}
	b.lose(longest)
	longest.cut()
}
