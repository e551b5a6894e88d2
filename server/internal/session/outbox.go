package session

import "sync"

// An outbox holds what a session has yet to write, in the order in which it
// came. Nobody who puts something in waits for the client; but the reader reads
// no further message while too much waits.
type outbox struct {
	most    [kinds]int // of each kind that may wait; zero is any number
	backlog *Backlog
	lost    bool   // the backlog counts it no more; the backlog's lock guards it
	write   func() // starts a writer, which takes messages until there are none
	cut     func() // ends the connection, because too much waits

	mu      sync.Mutex
	less    sync.Cond // something was written, or nothing will be any more
	queue   []outgoing
	room    [1]outgoing // for a queue of one, as nearly all are
	waiting [kinds]int
	bytes   int // in the queue or being written
	waited  int // bytes of those that the backlog knows of
	writing bool
	broken  bool // nothing can be written any more
}

// outgoing is one message to be written.
type outgoing struct {
	kind kind
	text []byte
}

// A kind of message has its own bound.
type kind int

const (
	replies kind = iota
	events
	pongs
	kinds
)

// mostPongs may wait: of many pings, a few need an answer only (RFC 6455,
// section 5.5.3).
const mostPongs = 64

func newOutbox(mostEvents int, backlog *Backlog, write, cut func()) *outbox {
	o := &outbox{most: [kinds]int{events: mostEvents, pongs: mostPongs}, backlog: backlog, write: write, cut: cut}
	o.less.L = &o.mu
	return o
}

// put adds a message and has it written; it is false if too many of the kind wait
// already.
func (o *outbox) put(kind kind, text []byte) bool {
	taken, writes := o.add(kind, text)
	if writes {
		o.write()
	}
	return taken
}

// add is put for those who can write themselves: who is told to must.
func (o *outbox) add(kind kind, text []byte) (taken, writes bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.broken {
		return true, false // there is nobody to miss it
	}
	if o.most[kind] > 0 && o.waiting[kind] >= o.most[kind] {
		return false, false
	}
	o.queue = append(o.queue, outgoing{kind, text})
	o.waiting[kind]++
	o.bytes += len(text)
	if o.writing {
		o.tell()
		return true, false
	}
	o.writing = true
	return true, true
}

// waits says that the writer has to wait for the client.
func (o *outbox) waits() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tell()
}

// tell has the backlog know how much waits; the caller holds the lock.
func (o *outbox) tell() {
	if o.waited != o.bytes {
		o.backlog.add(o, o.bytes-o.waited)
		o.waited = o.bytes
	}
}

// take returns the first message, or false if there is none: the writer then
// ends.
func (o *outbox) take() (outgoing, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 || o.broken {
		o.queue, o.writing = o.room[:0], false // an idle session keeps nothing
		return outgoing{}, false
	}
	first := o.queue[0]
	o.queue[0] = outgoing{}
	o.queue = o.queue[1:]
	o.waiting[first.kind]--
	return first, true
}

// written says that a message that was taken is on its way.
func (o *outbox) written(m outgoing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.bytes -= len(m.text)
	if o.waited > 0 {
		o.tell()
	}
	o.less.Broadcast()
}

// discard says that nothing can be written any more.
func (o *outbox) discard() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.broken, o.queue, o.bytes = true, nil, 0
	o.backlog.forget(o)
	o.less.Broadcast()
}

// await waits until fewer than so many bytes wait, or none ever will.
func (o *outbox) await(most int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.bytes >= most && !o.broken {
		o.less.Wait()
	}
}
