package reference

import (
	"net"
	"strings"
)

// prelude is a request whose body is all that a client sends.
const prelude = "POST / HTTP/1.1\r\nHost: original\r\nContent-Length: 1099511627776\r\n\r\n"

// Listen puts the prelude in front of what each connection of l brings, which
// is then no HTTP any more. So an http.Server accepts, bounds and ends these
// connections like any other, and a Handler reads them.
func Listen(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

// Accept returns the next connection.
func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, prelude: strings.NewReader(prelude)}, nil
}

// A conn yields the prelude first.
type conn struct {
	net.Conn
	prelude *strings.Reader
}

// Read reads from the client once the prelude is read.
func (c *conn) Read(p []byte) (int, error) {
	if c.prelude.Len() > 0 {
		return c.prelude.Read(p)
	}
	return c.Conn.Read(p)
}

// NetConn is the connection below, as that of a *tls.Conn.
func (c *conn) NetConn() net.Conn { return c.Conn }
