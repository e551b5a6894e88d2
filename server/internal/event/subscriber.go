package event

import "encoding/json"

// A Subscriber gets the events that it has subscribed to: one session's.
type Subscriber struct {
	hub     *Hub
	deliver func(message []byte)
	names   map[string]bool
}

// Join returns a subscriber to nothing yet. Its events are given to deliver, a
// whole message each that others get too and nobody may change. Deliver must
// not wait, nor call the hub.
func (h *Hub) Join(deliver func(message []byte)) *Subscriber {
	return &Subscriber{hub: h, deliver: deliver, names: map[string]bool{}}
}

// Subscribe asks for the events of a name from now on. Delivered at once are the
// last one, if it tells a state, and those held for the first who asks. Who
// subscribes twice gets each event once.
func (s *Subscriber) Subscribe(name string) {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if s.hub.subscribers == nil {
		s.hub.subscribers = map[*Subscriber]bool{}
	}
	s.hub.subscribers[s] = true
	s.names[name] = true
	if last := s.hub.lastOf(name); last != nil {
		s.deliver(last)
	}
	for _, message := range s.hub.held[name] {
		s.deliver(message)
	}
	delete(s.hub.held, name)
}

// lastOf returns what a new subscriber gets at once, or nil; the caller holds
// the lock.
func (h *Hub) lastOf(name string) []byte {
	last := h.last[name]
	if last == nil && h.Empty {
		last, _ = encode(name, json.RawMessage("null"))
	}
	return last
}

// Unsubscribe ends the events of a name.
func (s *Subscriber) Unsubscribe(name string) {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	delete(s.names, name)
}

// Leave ends all events: after it, nothing is delivered any more.
func (s *Subscriber) Leave() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	delete(s.hub.subscribers, s)
	clear(s.names)
}
