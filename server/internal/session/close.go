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

// close ends the connection, with a reason if nobody has closed it yet. It then
// waits for the client to hang up: closing with something unread would make the
// system drop the reason on its way.
func (s *Session) close(err error, stopped bool) {
	defer s.conn.Close()
	if saidGoodbye(err) {
		return // gorilla has answered it
	}
	code, reason := s.closeCode(err, stopped)
	deadline := time.Now().Add(farewell)
	message := websocket.FormatCloseMessage(code, reason)
	sent := s.conn.WriteControl(websocket.CloseMessage, message, deadline)
	if sent != nil && !errors.Is(sent, websocket.ErrCloseSent) { // gorilla names protocol errors itself
		return
	}
	if secure, ok := s.conn.NetConn().(*tls.Conn); ok {
		_ = secure.CloseWrite() // a client that waits for the end waits no longer
	}
	_ = s.conn.NetConn().SetReadDeadline(deadline)
	_, _ = io.Copy(io.Discard, s.conn.NetConn())
}

// saidGoodbye tells a client that closed the connection, as RFC 6455 has it,
// from one that only stopped sending and may still read.
func saidGoodbye(err error) bool {
	var closed *websocket.CloseError
	return errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure
}

// closeCode names what ended a session (RFC 6455, section 7.4.1). One that
// waited for its client in vain is closed with 1000, as the original does.
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

// isTimeout tells a client that was waited for in vain.
func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// end cuts the connection after a moment, whoever is still using it.
func (s *Session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopping = true
	s.lingerOn(0)
	time.AfterFunc(farewell, s.cut)
}

// drop ends a connection that costs too much.
func (s *Session) drop(reason string) {
	s.port.Router.Logger.Warn("connection dropped", "reason", reason, "address", s.caller.Address)
	s.cut()
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

// contain keeps a defect of ours from ending the server, where it is deferred: it
// ends the connection alone, and the log has it once.
func (s *Session) contain() {
	if defect := recover(); defect != nil {
		s.port.Router.Logger.Error("session panicked", "defect", defect,
			"address", s.caller.Address, "stack", string(debug.Stack()))
		s.outbox.discard()
		s.cut()
	}
}
