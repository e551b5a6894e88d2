package session

import (
	"errors"
	"io"
	"net"
	"time"

	"github.com/gorilla/websocket"
)

// farewell is how long a client may take to answer a close.
const farewell = time.Second

// close ends the connection, with a reason if the client has not closed it
// itself. It then waits for the client to hang up: closing with something
// unread would make the system drop the reason on its way.
func (s *Session) close(err error, stopped bool) {
	defer s.conn.Close()
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		return // gorilla has answered it
	}
	code, reason := closeCode(err, stopped)
	deadline := time.Now().Add(farewell)
	message := websocket.FormatCloseMessage(code, reason)
	if s.conn.WriteControl(websocket.CloseMessage, message, deadline) != nil {
		return
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

// closeCode names what ended a session (RFC 6455, section 7.4.1). An idle one
// is closed with 1000, as the original does.
func closeCode(err error, stopped bool) (int, string) {
	switch {
	case stopped:
		return websocket.CloseGoingAway, "the server is shutting down"
	case errors.Is(err, errNotUTF8):
		return websocket.CloseInvalidFramePayloadData, errNotUTF8.Error()
	case errors.Is(err, websocket.ErrReadLimit):
		return websocket.CloseMessageTooBig, "the message is too long"
	case isTimeout(err):
		return websocket.CloseNormalClosure, "no message arrived for too long"
	}
	return websocket.CloseProtocolError, "the connection cannot be read"
}

// isTimeout tells a client that sent nothing for too long.
func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
