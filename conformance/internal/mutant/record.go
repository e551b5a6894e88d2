package mutant

import "net"

// recorded puts other bytes in the place of what clients send, record by record, as
// they come out of TLS.
func recorded(hook func(record []byte) []byte) func(*proxy) {
	return func(p *proxy) {
		p.inside = func(c net.Conn) net.Conn { return &recordConn{Conn: c, hook: hook} }
	}
}

type recordConn struct {
	net.Conn
	hook   func([]byte) []byte
	record [recordLength]byte
	left   []byte // of the last record
}

// recordLength is what a record of TLS holds at most (RFC 8446, 5.1).
const recordLength = 1 << 14

// Read reads one record of TLS at most.
func (c *recordConn) Read(p []byte) (int, error) {
	for len(c.left) == 0 {
		n, err := c.Conn.Read(c.record[:])
		if n == 0 && err != nil {
			return 0, err
		}
		c.left = c.hook(c.record[:n])
	}
	n := copy(p, c.left)
	c.left = c.left[n:]
	return n, nil
}
