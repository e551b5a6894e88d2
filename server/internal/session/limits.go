package session

import "time"

// Limits bound what one connection may cost. None may be zero.
type Limits struct {
	// Message is the longest message in bytes, AnonymousMessage the longest
	// before a login. Longer ones are answered with 413 and not kept.
	Message, AnonymousMessage int

	// Arrival is how long a message may take to arrive once it has begun.
	Arrival time.Duration

	// Requests is how many requests of a session are answered at once; while
	// they are, no more are read.
	Requests int

	// Events is how many events may wait to be written; one more drops the
	// session.
	Events int

	// Unsent is how many bytes of replies may wait to be written; while they do,
	// no more requests are read.
	Unsent int

	// AnonymousRate is how many messages a second are read of a client that has
	// not logged in; below zero is any number.
	AnonymousRate int

	// Pings is how many pings and pongs a client may send in a second; one more
	// closes the session with 1008.
	Pings int

	// Login closes a session that is so long without a login; below zero never.
	Login time.Duration

	// Idle closes a session that sends no message for so long.
	Idle time.Duration

	// Write drops a session that does not take a reply in time.
	Write time.Duration
}
