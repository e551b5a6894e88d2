package load

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// A rest sends the same HTTP request each time, over one connection.
type rest struct {
	checker
	conn    *tls.Conn
	in      *bufio.Reader
	request []byte
	reply   bytes.Buffer
}

func dialREST(ctx context.Context, to process.Ready, q Question, reply int) (Client, error) {
	config, err := trust(to)
	if err != nil {
		return nil, err
	}
	address, err := url.Parse(to.REST)
	if err != nil {
		return nil, err
	}
	dialer := tls.Dialer{Config: config}
	conn, err := dialer.DialContext(ctx, "tcp", address.Host)
	if err != nil {
		return nil, err
	}
	path := "/sysadm/iocage"
	if reply > 0 {
		path = fmt.Sprintf("/?reply=%d", reply)
	}
	body := q.body()
	request := fmt.Appendf(nil, "PUT %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		path, address.Host, basic(to), len(body), body)
	c := &rest{conn: conn.(*tls.Conn), in: bufio.NewReader(conn), request: request}
	if reply == 0 {
		c.action = q.Action
	}
	return c, nil
}

// Ask sends the request and reads the reply to its end.
func (c *rest) Ask() (int, error) {
	if _, err := c.conn.Write(c.request); err != nil {
		return 0, fmt.Errorf("cannot ask: %w", err)
	}
	reply, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, fmt.Errorf("cannot read the reply: %w", err)
	}
	c.reply.Reset()
	_, err = io.Copy(&c.reply, reply.Body)
	if err != nil {
		return 0, fmt.Errorf("cannot read the reply: %w", err)
	}
	if reply.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("the reply has status %s: %.300s", reply.Status, c.reply.Bytes())
	}
	return c.check(c.reply.Bytes())
}

// Close cuts the connection.
func (c *rest) Close() error { return c.conn.Close() }
