package mutant

import (
	"net"
	"sync"
)

// A drippingListener sends the first bytes of every write alone, each in a record of
// TLS of its own.
type drippingListener struct {
	net.Listener
	alone int
}

func (l drippingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &drippingConn{Conn: conn, alone: l.alone}, nil
}

type drippingConn struct {
	net.Conn
	alone int
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
