// Package event keeps subscriptions and delivers each event to its subscribers.
// It never blocks, and does not know what an event means.
package event

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/sysadm-go/sysadm/schemas/wire"
)

// A Hub takes events from whoever publishes them to whoever subscribed. Every
// subscriber gets the events of a name in the order in which they were
// published. The zero value is ready for use.
type Hub struct {
	// Empty has those who subscribe to a name without a last event get one whose
	// arguments are null, as in the original server of February 2016.
	Empty bool

	// Held is how many events of a name PublishHeld keeps; older ones are lost.
	Held int

	// Watch is called with every event, in the order of publication; args is
	// JSON. Nil means no call. It must not wait or call the hub.
	Watch func(name string, args []byte)

	mu          sync.Mutex
	last        map[string][]byte   // by name: the last state event
	held        map[string][][]byte // by name: events that nobody has received yet
	subscribers map[*Subscriber]bool
}

// Publish sends an event to those who have subscribed to its name. Its arguments
// are marshalled as JSON; the error is that they cannot be.
func (h *Hub) Publish(name string, args any) error {
	return h.publish(name, args, func([]byte, bool) {})
}

// PublishState is Publish for an event that tells how something is now: those
// who subscribe later get the last one at once.
func (h *Hub) PublishState(name string, args any) error {
	return h.publish(name, args, func(message []byte, _ bool) {
		if h.last == nil {
			h.last = map[string][]byte{}
		}
		h.last[name] = message
	})
}

// PublishHeld is Publish for an event that somebody must hear of: if nobody has
// subscribed, it is kept for the first who does.
func (h *Hub) PublishHeld(name string, args any) error {
	return h.publish(name, args, func(message []byte, sent bool) {
		if sent {
			return
		}
		if h.held == nil {
			h.held = map[string][][]byte{}
		}
		held := append(h.held[name], message)
		h.held[name] = held[max(0, len(held)-h.Held):]
	})
}

// publish encodes an event, sends it and keeps it, all under one lock.
func (h *Hub) publish(name string, args any, keep func(message []byte, sent bool)) error {
	text, err := wire.Marshal(args)
	if err != nil {
		return fmt.Errorf("cannot write an event of %s as JSON: %v", name, err)
	}
	message, err := encode(name, text)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.Watch != nil {
		h.Watch(name, text)
	}
	sent := false
	for s := range h.subscribers {
		if s.names[name] {
			s.deliver(message)
			sent = true
		}
	}
	keep(message, sent)
	return nil
}

// encode writes the whole message once for all recipients. The id of an event
// is empty: the documents show "<none>", "none" and "" (ruling 11).
func encode(name string, args json.RawMessage) ([]byte, error) {
	return wire.Message{Args: args, ID: json.RawMessage(`""`), Name: name, Namespace: namespace}.Text()
}
