package mutant

import (
	"net"
	"sync"
)

// A drippingConn sends the first bytes of every write one by one, each in a record of
// TLS of its own.
type drippingConn struct {
	net.Conn
	alone int        // how many
	mu    sync.Mutex // held for a whole write, so that no other comes between
}

func (c *drippingConn) Write(p []byte) (n int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for n < min(c.alone, len(p)) && err == nil {
		var one int
		one, err = c.Conn.Write(p[n : n+1])
		n += one
	}
	if err != nil || n == len(p) {
		return n, err
	}
	rest, err := c.Conn.Write(p[n:])
	return n + rest, err
}
