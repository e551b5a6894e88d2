package session

import (
	"errors"
	"time"
)

// Why the reader stops waiting for a client that may still send. A session that
// ends for one of these reasons is closed with 1000, as in the original.
var (
	errIdle    = errors.New("no message arrived for too long")
	errNoLogin = errors.New("nobody logged in in time")
	errSlow    = errors.New("the message took too long")
)

// linger is how long a stopping session continues to read, so that messages
// sent before the stop are answered, if only with 503.
const linger = 100 * time.Millisecond

// patience is the time until which the reader waits, and the reason for that
// limit.
type patience struct {
	until  time.Time
	reason error
}

// awaitMessage gives the client until the idle limit to begin a message. A
// client that has not logged in has until the login limit.
func (s *Session) awaitMessage() {
	p := patience{time.Now().Add(s.port.Limits.Idle), errIdle}
	if s.caller.Token != "" {
		s.anonymous = time.Time{}
	} else if s.anonymous.IsZero() {
		s.anonymous = time.Now()
	}
	if login := s.anonymous.Add(s.port.Limits.Login); s.caller.Token == "" && s.port.Limits.Login >= 0 && login.Before(p.until) {
		p = patience{login, errNoLogin}
	}
	s.wait(p)
}

// awaitRest limits the time in which the rest of a message must arrive.
func (s *Session) awaitRest() {
	if until := time.Now().Add(s.port.Limits.Arrival); until.Before(s.patience.until) {
		s.wait(patience{until, errSlow})
	}
}

// wait sets the deadline, unless a stopping session has one already.
func (s *Session) wait(p patience) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.patience = p
	if s.stopping && s.running == 0 {
		return
	}
	_ = s.conn.SetReadDeadline(p.until)
}

// begin counts a running request. A stopping session waits for it.
func (s *Session) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running++
}

func (s *Session) done() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running--; s.stopping && s.running == 0 {
		s.lingerOn(linger)
	}
}

// stopSoon ends the session from another goroutine, once its requests are answered.
func (s *Session) stopSoon() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping = true; s.running == 0 {
		s.lingerOn(linger)
	}
}

// lingerOn makes the reader end soon. It sets the deadline on the connection
// below, because only the reader may call gorilla's own methods.
func (s *Session) lingerOn(d time.Duration) {
	_ = s.conn.NetConn().SetReadDeadline(time.Now().Add(d))
}
