package load

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/gorilla/websocket"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// A webSocket sends the same message each time.
type webSocket struct {
	checker
	conn    *websocket.Conn
	message []byte
	reply   bytes.Buffer
}

func dialWebSocket(ctx context.Context, to process.Ready, q Question, reply int) (Client, error) {
	config, err := trust(to)
	if err != nil {
		return nil, err
	}
	address := to.WS
	if reply > 0 {
		address = fmt.Sprintf("%s/?reply=%d", to.WS, reply)
	}
	dialer := websocket.Dialer{TLSClientConfig: config}
	conn, _, err := dialer.DialContext(ctx, address, nil)
	if err != nil {
		return nil, err
	}
	c := &webSocket{conn: conn, message: login(to)}
	if reply == 0 {
		c.action = q.Action
		if err := c.logIn(); err != nil {
			_ = conn.Close()
			return nil, err
		}
	}
	c.message = q.message()
	return c, nil
}

func (c *webSocket) logIn() error {
	if err := c.exchange(); err != nil {
		return err
	}
	if !bytes.Contains(c.reply.Bytes(), []byte(`"name":"response"`)) {
		return errLogin
	}
	return nil
}

// Ask sends the message and reads the reply to its end.
func (c *webSocket) Ask() (int, error) {
	if err := c.exchange(); err != nil {
		return 0, err
	}
	return c.check(c.reply.Bytes())
}

func (c *webSocket) exchange() error {
	if err := c.conn.WriteMessage(websocket.TextMessage, c.message); err != nil {
		return fmt.Errorf("cannot ask: %w", err)
	}
	_, r, err := c.conn.NextReader()
	if err == nil {
		c.reply.Reset()
		_, err = io.Copy(&c.reply, r)
	}
	if err != nil {
		return fmt.Errorf("cannot read the reply: %w", err)
	}
	return nil
}

// Close cuts the connection.
func (c *webSocket) Close() error { return c.conn.Close() }
