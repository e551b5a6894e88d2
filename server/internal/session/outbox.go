package session

import "sync"

// An outbox holds what a session has yet to write, in the order in which it
// came. Replies wait until there is room for them; events do not.
type outbox struct {
	replies chan struct{} // one for each reply that waits
	wake    chan struct{} // tells the writer that there is something

	mu     sync.Mutex
	queue  []outgoing
	events int // that wait
	most   int // events that may wait
	closed bool
}

type outgoing struct {
	text  []byte
	event bool
}

func newOutbox(replies, events int) *outbox {
	return &outbox{replies: make(chan struct{}, replies), wake: make(chan struct{}, 1), most: events}
}

// reply adds a reply once there is room for it, or gives it up if broken is
// closed before.
func (o *outbox) reply(text []byte, broken <-chan struct{}) {
	select {
	case o.replies <- struct{}{}:
		o.mu.Lock()
		defer o.mu.Unlock()
		o.add(outgoing{text: text})
	case <-broken:
	}
}

// event adds an event, and is false if too many wait already.
func (o *outbox) event(text []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.events >= o.most {
		return false
	}
	o.events++
	o.add(outgoing{text, true})
	return true
}

// add adds what there is room for; the caller holds the lock.
func (o *outbox) add(message outgoing) {
	o.queue = append(o.queue, message)
	o.signal()
}

func (o *outbox) signal() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// next takes the first message; it waits for one unless the outbox is closed
// and empty.
func (o *outbox) next() (text []byte, more bool) {
	for {
		text, found, closed := o.take()
		if found || closed {
			return text, found
		}
		<-o.wake
	}
}

func (o *outbox) take() (text []byte, found, closed bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		return nil, false, o.closed
	}
	first := o.queue[0]
	o.queue[0] = outgoing{}
	if o.queue = o.queue[1:]; len(o.queue) == 0 {
		o.queue = nil // an idle session keeps nothing
	}
	if first.event {
		o.events--
	} else {
		<-o.replies
	}
	return first.text, true, false
}

// close says that nothing more will be added.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	o.signal()
}
