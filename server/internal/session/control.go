package session

import "errors"

// errPings is a client that sends control frames as if they were messages.
var errPings = errors.New("too many pings")

// answerPing queues the answer to a ping, so that the reader waits for nobody
// who does not read.
func (s *Session) answerPing(data string) error {
	if !s.pings.Allow() {
		return errPings
	}
	s.outbox.put(pongs, []byte(data))
	return nil
}

// takePong takes a pong that nobody asked for, as RFC 6455, section 5.5.3, has
// it.
func (s *Session) takePong(string) error {
	if !s.pings.Allow() {
		return errPings
	}
	return nil
}
