package event

import "strings"

// namespace is the namespace of events, and of the requests for them.
const namespace = "events"

// The names of the events that can be subscribed to (documents, "Events").
const (
	Dispatcher    = "dispatcher"
	LifePreserver = "life-preserver"
	SystemState   = "system-state"
)

// Known returns the name of an event as the wire has it, and false for a name
// that no event has. The documents subscribe to life-preserver and also show its
// events as life_preserver; on the wire are hyphens (ruling 11).
func Known(name string) (string, bool) {
	switch name = strings.ReplaceAll(name, "_", "-"); name {
	case Dispatcher, LifePreserver, SystemState:
		return name, true
	}
	return "", false
}
