package session

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"runtime/debug"
	"time"

	"github.com/gorilla/websocket"
)

// farewell is how long a client may take to answer a close.
const farewell = time.Second

// close ends the connection. It sends a reason if neither side has closed it
// yet, then waits for the client to hang up: if it closed the socket with data
// unread, the system would drop the reason in transit.
func (s *Session) close(err error, stopped bool) {
	defer s.conn.Close()
	if saidGoodbye(err) {
		return // gorilla has answered it
	}
	code, reason := s.closeCode(err, stopped)
	deadline := time.Now().Add(farewell)
	message := websocket.FormatCloseMessage(code, reason)
	sent := s.conn.WriteControl(websocket.CloseMessage, message, deadline)
	if sent != nil && !errors.Is(sent, websocket.ErrCloseSent) { // gorilla itself sends the code for protocol errors
		return
	}
	if secure, ok := s.conn.NetConn().(*tls.Conn); ok {
		_ = secure.CloseWrite() // ends the read of a client that waits for the end
	}
	_ = s.conn.NetConn().SetReadDeadline(deadline)
	_, _ = io.Copy(io.Discard, s.conn.NetConn())
}

// saidGoodbye reports whether the client closed the connection as RFC 6455
// requires. A client that only stopped sending may still read.
func saidGoodbye(err error) bool {
	var closed *websocket.CloseError
	return errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure
}

// closeCode returns the close code for the error that ended a session (RFC
// 6455, section 7.4.1). A session whose client was silent for too long is
// closed with 1000, as in the original.
func (s *Session) closeCode(err error, stopped bool) (int, string) {
	switch {
	case stopped:
		return websocket.CloseGoingAway, "the server is shutting down"
	case errors.Is(err, errNotUTF8):
		return websocket.CloseInvalidFramePayloadData, errNotUTF8.Error()
	case errors.Is(err, errPings):
		return websocket.ClosePolicyViolation, errPings.Error()
	case errors.Is(err, websocket.ErrReadLimit):
		return websocket.CloseMessageTooBig, "the message is too long"
	case isTimeout(err):
		return websocket.CloseNormalClosure, s.patience.reason.Error()
	}
	return websocket.CloseProtocolError, "the connection cannot be read"
}

// isTimeout reports whether the session ended because the client was silent for
// too long.
func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// end cuts the connection after a moment, even if it is still in use.
func (s *Session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopping = true
	s.lingerOn(0)
	time.AfterFunc(farewell, s.cut)
}

// drop ends a connection that uses too many resources.
func (s *Session) drop(reason string) {
	s.port.Router.Logger.Warn("connection dropped", "reason", reason, "address", s.caller.Address)
	s.cut()
}

// cut closes the connection below TLS. Closing the TLS connection would wait
// five seconds for a client that reads nothing to take the close alert.
func (s *Session) cut() {
	below := s.conn.NetConn()
	if secure, ok := below.(*tls.Conn); ok {
		below = secure.NetConn()
	}
	_ = below.Close()
}

// contain is deferred so that a panic ends only the connection, not the server.
// The log has it once.
func (s *Session) contain() {
	if defect := recover(); defect != nil {
		s.port.Router.Logger.Error("session panicked", "defect", defect,
			"address", s.caller.Address, "stack", string(debug.Stack()))
		s.outbox.discard()
		s.cut()
	}
}
