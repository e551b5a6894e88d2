package probe

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// replyLimit bounds a message from the server, in bytes.
const replyLimit = 64 << 20

// A Conn is one WebSocket connection. It is used by one goroutine at a time.
type Conn struct {
	conn    *websocket.Conn
	timeout time.Duration
	pongs   []string // that came, in their order
}

// Dial opens a WebSocket connection with the given extra header, which may be
// nil. Status is the HTTP status when the server answered but did not upgrade.
func (s Server) Dial(ctx context.Context, header http.Header) (conn *Conn, status int, err error) {
	dialer := websocket.Dialer{
		HandshakeTimeout: s.Timeout,
		NetDialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			config := s.TLS.Clone()
			config.NextProtos = []string{"http/1.1"}
			return s.dial(ctx, s.WS, config)
		},
	}
	ws, response, err := dialer.DialContext(ctx, s.WS, header)
	if response != nil {
		status = response.StatusCode
	}
	if err != nil {
		return nil, status, fmt.Errorf("cannot open a WebSocket connection: %w", err)
	}
	ws.SetReadLimit(replyLimit)
	c := &Conn{conn: ws, timeout: s.Timeout}
	ws.SetPongHandler(func(text string) error { c.pongs = append(c.pongs, text); return nil })
	return c, status, nil
}

// Send writes one text message.
func (c *Conn) Send(ctx context.Context, text []byte) error {
	return c.write(ctx, websocket.TextMessage, text)
}

// SendBinary writes one binary message.
func (c *Conn) SendBinary(ctx context.Context, data []byte) error {
	return c.write(ctx, websocket.BinaryMessage, data)
}

// Ping sends a ping of at most 125 bytes.
func (c *Conn) Ping(ctx context.Context, text string) error {
	return c.conn.WriteControl(websocket.PingMessage, []byte(text), c.deadline(ctx))
}

// Ponged reports whether a pong with this text has come. It is seen when a
// message behind it is received.
func (c *Conn) Ponged(text string) bool { return slices.Contains(c.pongs, text) }

func (c *Conn) write(ctx context.Context, kind int, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := c.conn.SetWriteDeadline(c.deadline(ctx)); err != nil {
		return err
	}
	return c.conn.WriteMessage(kind, data)
}

// Receive returns the next message. An error ends the connection's use: it
// says that the server closed it, or that no message came in time.
func (c *Conn) Receive(ctx context.Context) ([]byte, error) {
	if err := c.conn.SetReadDeadline(c.deadline(ctx)); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { c.conn.NetConn().Close() })
	defer stop()
	kind, text, err := c.conn.ReadMessage()
	if err != nil {
		return nil, err
	}
	if kind != websocket.TextMessage {
		return nil, fmt.Errorf("the server sent a binary message, where clients read text")
	}
	return text, nil
}

func (c *Conn) deadline(ctx context.Context) time.Time {
	limit := time.Now().Add(c.timeout)
	if d, ok := ctx.Deadline(); ok && d.Before(limit) {
		return d
	}
	return limit
}

// Goodbye says goodbye and waits for the answer, as RFC 6455 asks (5.5.1). The
// error says how the connection ended without one.
func (c *Conn) Goodbye(ctx context.Context) error {
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	err := c.conn.WriteControl(websocket.CloseMessage, bye, c.deadline(ctx))
	for err == nil {
		_, err = c.Receive(ctx)
	}
	var closed *websocket.CloseError
	if errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure {
		return nil
	}
	return err
}

// Close says goodbye as RFC 6455 asks and closes the connection.
func (c *Conn) Close() error {
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = c.conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(time.Second))
	return c.conn.Close()
}
