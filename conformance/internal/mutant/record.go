package mutant

import "net"

// A recordListener shows what clients send, as it comes out of TLS, to hooks that
// may put other bytes in its place.
type recordListener struct {
	net.Listener
	hooks []func([]byte) []byte
}

func (l recordListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &recordConn{Conn: conn, hooks: l.hooks}, nil
}

type recordConn struct {
	net.Conn
	hooks  []func([]byte) []byte
	record [recordLength]byte
	left   []byte // of the last record
}

// recorded changes what clients send before anybody reads it.
func recorded(hook func(record []byte) []byte) func(*proxy) {
	return func(p *proxy) { p.records = append(p.records, hook) }
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
		c.left = c.record[:n]
		for _, hook := range c.hooks {
			c.left = hook(c.left)
		}
	}
	n := copy(p, c.left)
	c.left = c.left[n:]
	return n, nil
}
