package session

import "sync"

// An outbox holds the messages that a session has yet to write, in order of
// arrival. Adding a message never waits for the client, but the reader reads no
// further message while too much waits.
type outbox struct {
	most    [kinds]int // how many of each kind may wait; zero is any number
	backlog *Backlog
	lost    bool   // the backlog has stopped counting it; guarded by the backlog's lock
	write   func() // starts a writer, which writes until the queue is empty
	cut     func() // ends the connection, because too much waits

	mu      sync.Mutex
	less    sync.Cond // signals that something was written, or that nothing more will be
	queue   []outgoing
	room    [1]outgoing // backs a queue of one, the usual length
	waiting [kinds]int
	bytes   int // in the queue or being written
	waited  int // the part of bytes that the backlog has counted
	writing bool
	broken  bool // nothing more can be written
}

// outgoing is one message to be written.
type outgoing struct {
	kind kind
	text []byte
}

// A kind of message has its own limit in the outbox.
type kind int

const (
	replies kind = iota
	events
	pongs
	kinds
)

// mostPongs is how many pongs may wait. Only the most recent ping needs an
// answer (RFC 6455, section 5.5.3).
const mostPongs = 64

func newOutbox(mostEvents int, backlog *Backlog, write, cut func()) *outbox {
	o := &outbox{most: [kinds]int{events: mostEvents, pongs: mostPongs}, backlog: backlog, write: write, cut: cut}
	o.less.L = &o.mu
	return o
}

// put queues a message and starts a writer if none runs. It returns false if
// too many messages of the kind wait already.
func (o *outbox) put(kind kind, text []byte) bool {
	taken, writes := o.add(kind, text)
	if writes {
		o.write()
	}
	return taken
}

// add is put for callers that can write themselves. If writes is true, the
// caller must.
func (o *outbox) add(kind kind, text []byte) (taken, writes bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.broken {
		return true, false // nobody would read it
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

// waits is called when the writer has to wait for the client.
func (o *outbox) waits() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tell()
}

// tell reports to the backlog how much waits. The caller holds the lock.
func (o *outbox) tell() {
	if o.waited != o.bytes {
		o.backlog.add(o, o.bytes-o.waited)
		o.waited = o.bytes
	}
}

// take removes the first message. It returns false if there is none, and the
// writer then ends.
func (o *outbox) take() (outgoing, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 || o.broken {
		o.queue, o.writing = o.room[:0], false // an idle session keeps no memory
		return outgoing{}, false
	}
	first := o.queue[0]
	o.queue[0] = outgoing{}
	o.queue = o.queue[1:]
	o.waiting[first.kind]--
	return first, true
}

// written is called when a message that was taken has been written.
func (o *outbox) written(m outgoing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.bytes -= len(m.text)
	if o.waited > 0 {
		o.tell()
	}
	o.less.Broadcast()
}

// discard is called when nothing more can be written.
func (o *outbox) discard() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.broken, o.queue, o.bytes = true, nil, 0
	o.backlog.forget(o)
	o.less.Broadcast()
}

// await waits until fewer than most bytes wait, or nothing more can be written.
func (o *outbox) await(most int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.bytes >= most && !o.broken {
		o.less.Wait()
	}
}
