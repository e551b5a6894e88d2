package mutant

import (
	"bufio"
	"crypto/tls"
	"net"
)

// An eitherConn finds out at its first byte whether it has TLS.
type eitherConn struct {
	net.Conn
	config *tls.Config
	chosen net.Conn
}

// handshakeRecord is the first byte of TLS (RFC 8446, section 5.1).
const handshakeRecord = 0x16

func (c *eitherConn) Read(p []byte) (int, error) {
	if c.chosen == nil {
		peek := &peekedConn{c.Conn, bufio.NewReader(c.Conn)}
		first, err := peek.r.Peek(1)
		if err != nil {
			return 0, err
		}
		c.chosen = peek
		if first[0] == handshakeRecord {
			c.chosen = tls.Server(peek, c.config)
		}
	}
	return c.chosen.Read(p)
}

func (c *eitherConn) Write(p []byte) (int, error) {
	if c.chosen == nil {
		return c.Conn.Write(p)
	}
	return c.chosen.Write(p)
}

// A peekedConn reads first what has been looked at.
type peekedConn struct {
	net.Conn
	r *bufio.Reader
}

func (c *peekedConn) Read(p []byte) (int, error) { return c.r.Read(p) }
