package logbook

import "strings"

// A Type is one of the logs, by its name in files and on the wire.
type Type string

// The logs of the original server (LogManager.h, 2016). Events are kept as the
// JSON objects that subscribers got, the others as text.
const (
	HostInfo            Type = "hostinfo"
	Dispatcher          Type = "dispatcher"
	DispatcherEvents    Type = "events-dispatcher"
	LifePreserverEvents Type = "events-lifepreserver"
	StateEvents         Type = "events-state"
)

// Types are all logs, in the original's order.
var Types = []Type{HostInfo, Dispatcher, DispatcherEvents, LifePreserverEvents, StateEvents}

// OfEvents tells whether the messages of a log are JSON objects.
func (t Type) OfEvents() bool { return strings.HasPrefix(string(t), "events-") }
