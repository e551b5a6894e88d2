// Package link is a connection that says when its peer has to be waited for.
package link

import (
	"net"
	"sync/atomic"
	"syscall"
)

// A Conn is a connection of the system. All of its methods may be called at the
// same time.
type Conn struct {
	net.Conn
	raw   syscall.RawConn // nil: the connection is none of the system's
	waits atomic.Pointer[func()]
}

// New returns a Conn over a connection.
func New(conn net.Conn) *Conn {
	c := &Conn{Conn: conn}
	if system, ok := conn.(syscall.Conn); ok {
		c.raw, _ = system.SyscallConn()
	}
	return c
}

// OnWait has waits called by whoever writes, before a write that may have to wait
// for the peer to read; nil calls nobody.
func (c *Conn) OnWait(waits func()) {
	if waits == nil {
		c.waits.Store(nil)
		return
	}
	c.waits.Store(&waits)
}

// Write writes all of the text, or fails.
func (c *Conn) Write(text []byte) (int, error) {
	waits := c.waits.Load()
	if waits == nil {
		return c.Conn.Write(text)
	}
	n := c.writeNow(text)
	if n == len(text) {
		return n, nil
	}
	(*waits)()
	rest, err := c.Conn.Write(text[n:])
	return n + rest, err
}

// writeNow writes as much as the system takes at once. Whatever else is the matter,
// the next write finds out.
func (c *Conn) writeNow(text []byte) (n int) {
	if c.raw == nil {
		return 0
	}
	_ = c.raw.Write(func(fd uintptr) bool {
		n, _ = syscall.Write(int(fd), text)
		return true
	})
	return max(n, 0)
}
