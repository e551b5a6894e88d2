// Package link is a connection that reports when it has to wait for its peer,
// and whose deadlines are cheap to move.
package link

import (
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// A Conn is a connection of the system. Its methods may be called concurrently.
type Conn struct {
	net.Conn
	reads, writes deadline

	raw   syscall.RawConn // nil: not a connection of the system
	waits atomic.Pointer[func()]

	attempting sync.Mutex
	attempt    attempt
}

// An attempt is a write of as much as the system takes without waiting. The
// connection reuses one for all its writes, because a closure for each would be
// an allocation for each.
type attempt struct {
	text []byte
	n    int // bytes taken
	make func(fd uintptr) (done bool)
}

// New returns a Conn over a connection.
func New(conn net.Conn) *Conn {
	c := &Conn{Conn: conn}
	c.reads.tell, c.writes.tell = conn.SetReadDeadline, conn.SetWriteDeadline
	if system, ok := conn.(syscall.Conn); ok {
		c.raw, _ = system.SyscallConn()
	}
	c.attempt.make = func(fd uintptr) bool {
		c.attempt.n, _ = syscall.Write(int(fd), c.attempt.text)
		return true
	}
	return c
}

// OnWait sets the function that a writer calls before a write that may have to
// wait for the peer to read; nil calls nothing.
func (c *Conn) OnWait(waits func()) {
	if waits == nil {
		c.waits.Store(nil)
		return
	}
	c.waits.Store(&waits)
}

// SetDeadline sets both deadlines.
func (c *Conn) SetDeadline(t time.Time) error {
	if err := c.SetReadDeadline(t); err != nil {
		return err
	}
	return c.SetWriteDeadline(t)
}

// SetReadDeadline ends reads at a time; zero is never.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.reads.set(t) }

// SetWriteDeadline ends writes at a time; zero is never.
func (c *Conn) SetWriteDeadline(t time.Time) error { return c.writes.set(t) }

// Read reads what has arrived, or waits for it.
func (c *Conn) Read(into []byte) (int, error) {
	for {
		n, err := c.Conn.Read(into)
		if err == nil || !c.reads.moved(err) {
			return n, err
		}
	}
}

// Write writes all of the text, or fails.
func (c *Conn) Write(text []byte) (n int, err error) {
	if waits := c.waits.Load(); waits != nil {
		if n = c.writeNow(text); n == len(text) {
			return n, nil
		}
		(*waits)()
	}
	for {
		more, err := c.Conn.Write(text[n:])
		n += more
		if err == nil || !c.writes.moved(err) {
			return n, err
		}
	}
}

// writeNow writes as much as the system takes at once. It ignores errors: the
// next write meets them again.
func (c *Conn) writeNow(text []byte) int {
	if c.raw == nil {
		return 0
	}
	c.attempting.Lock()
	defer c.attempting.Unlock()
	c.attempt.text, c.attempt.n = text, 0
	_ = c.raw.Write(c.attempt.make)
	c.attempt.text = nil
	return max(c.attempt.n, 0)
}
