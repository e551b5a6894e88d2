package session

import (
	"context"
	"crypto/tls"
	"fmt"
	"time"
)

// awaitMessage gives the client until the idle limit to send a whole message.
func (s *Session) awaitMessage() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		return context.Canceled
	}
	if err := s.conn.SetReadDeadline(time.Now().Add(s.limits.Idle)); err != nil {
		return fmt.Errorf("cannot set a deadline: %w", err)
	}
	return nil
}

// stopReading interrupts the reader from another goroutine. It sets the
// deadline of the connection below: gorilla's own methods are the reader's.
func (s *Session) stopReading() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopping = true
	_ = s.conn.NetConn().SetReadDeadline(time.Now())
}

// end cuts the connection after a moment, whoever is still using it.
func (s *Session) end() {
	s.stopReading()
	time.AfterFunc(farewell, s.cut)
}

// cut closes the connection below TLS, which would otherwise wait five seconds
// for a client that takes nothing to take its goodbye.
func (s *Session) cut() {
	below := s.conn.NetConn()
	if secure, ok := below.(*tls.Conn); ok {
		below = secure.NetConn()
	}
	_ = below.Close()
}
