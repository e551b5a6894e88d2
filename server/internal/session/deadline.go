package session

import (
	"errors"
	"time"
)

// Why a client that may still send is waited for no longer. A session that ends
// so is closed with 1000, as the original does it.
var (
	errIdle    = errors.New("no message arrived for too long")
	errNoLogin = errors.New("nobody logged in in time")
	errSlow    = errors.New("the message took too long")
)

// linger is how long a stopping session reads on: what was sent before the stop
// is answered, if only with 503.
const linger = 100 * time.Millisecond

// patience is until when the reader waits, and why no longer.
type patience struct {
	until  time.Time
	reason error
}

// awaitMessage gives the client until the idle limit to begin a message, and a
// client that has not logged in until the login limit.
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

// awaitRest gives the client some time for what is left of a message.
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

// begin counts a request that a stopping session waits for.
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

// lingerOn has the reader end soon. It sets the deadline of the connection
// below, for gorilla's own methods are the reader's.
func (s *Session) lingerOn(d time.Duration) {
	_ = s.conn.NetConn().SetReadDeadline(time.Now().Add(d))
}
