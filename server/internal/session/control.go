package session

import "errors"

// errPings ends a session whose client sends too many control frames.
var errPings = errors.New("too many pings")

// answerPing queues the pong, so that the reader does not wait for a client
// that does not read.
func (s *Session) answerPing(data string) error {
	if !s.pings.Allow() {
		return errPings
	}
	s.outbox.put(pongs, []byte(data))
	return nil
}

// takePong accepts an unsolicited pong, as RFC 6455, section 5.5.3, allows.
func (s *Session) takePong(string) error {
	if !s.pings.Allow() {
		return errPings
	}
	return nil
}
