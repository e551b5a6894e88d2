package event

import "encoding/json"

// A Subscriber gets the events that it has subscribed to: one session's.
type Subscriber struct {
	hub     *Hub
	deliver func(message []byte)
	names   map[string]bool
}

// Join returns a subscriber without subscriptions. deliver gets each event as a
// whole message, which is shared and must not be changed. It must not wait or
// call the hub.
func (h *Hub) Join(deliver func(message []byte)) *Subscriber {
	return &Subscriber{hub: h, deliver: deliver, names: map[string]bool{}}
}

// Subscribe asks for the events of a name from now on. It delivers at once the
// last event, if that is a state, and those held for the first subscriber.
// Subscribing twice has no further effect.
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

// lastOf returns the event that a new subscriber gets at once, or nil. The
// caller holds the lock.
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
