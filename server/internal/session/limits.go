package session

import "time"

// Limits bound what one connection may cost. None may be zero.
type Limits struct {
	// Message is the longest message in bytes, AnonymousMessage the longest
	// before a login. Longer ones are answered with 413 and not kept.
	Message, AnonymousMessage int

	// Arrival is how long a message may take to arrive once it has begun.
	Arrival time.Duration

	// Requests is how many requests of a session are answered at once; further
	// ones are not read until one is done.
	Requests int

	// Events is how many events may wait to be written; beyond that the session
	// is dropped.
	Events int

	// Unsent is how many bytes of replies may wait to be written; beyond that
	// no more requests are read.
	Unsent int

	// AnonymousRate is how many messages a second are read from a client that
	// has not logged in; negative is no limit.
	AnonymousRate int

	// Pings is how many pings and pongs a client may send in a second; beyond
	// that the session is closed with 1008.
	Pings int

	// Login is after how long a session without a login is closed; negative is
	// never.
	Login time.Duration

	// Idle is after how long a session that sends no message is closed.
	Idle time.Duration

	// Write is after how long a session that does not take a reply is dropped.
	Write time.Duration
}
