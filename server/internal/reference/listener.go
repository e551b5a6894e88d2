package reference

import (
	"net"
	"strings"
)

// prelude is a request whose body is everything that a client sends.
const prelude = "POST / HTTP/1.1\r\nHost: original\r\nContent-Length: 1099511627776\r\n\r\n"

// Listen puts the prelude before what arrives on each connection of l, which
// then need not be HTTP. So an http.Server accepts, limits and closes these
// connections like others, and a Handler reads them.
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

// NetConn returns the connection below, like the method of *tls.Conn.
func (c *conn) NetConn() net.Conn { return c.Conn }
