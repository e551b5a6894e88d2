package server

import (
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"
)

// limit lets at most n connections of a listener be open; further ones wait in
// the system's queue.
func limit(l net.Listener, n int) net.Listener {
	return &limited{
		Listener: l,
		slots:    make(chan struct{}, n),
		closed:   make(chan struct{}),
		open:     map[*limitedConn]bool{},
	}
}

// A limited listener hands out connections as long as there are slots.
type limited struct {
	net.Listener
	slots  chan struct{}
	closed chan struct{}

	mu   sync.Mutex
	open map[*limitedConn]bool // and whether a session has it
}

// Accept waits for a slot, then for a connection.
func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.slots <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.slots
		return nil, err
	}
	c := &limitedConn{Conn: conn, listener: l}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[c] = false
	return c, nil
}

// Close ends an Accept that waits for a slot too, and all reading of HTTP: what
// was asked is answered, but nobody who stopped halfway in a handshake, a header
// or a body keeps a stopping server waiting. Sessions say goodbye by themselves.
func (l *limited) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	for c, inSession := range l.open {
		if !inSession {
			_ = c.SetReadDeadline(time.Now())
		}
	}
	return l.Listener.Close()
}

// A limitedConn frees its slot when it is closed, once.
type limitedConn struct {
	net.Conn
	listener *limited
}

// Close closes the connection and frees its slot.
func (c *limitedConn) Close() error {
	c.listener.mu.Lock()
	defer c.listener.mu.Unlock()
	if _, open := c.listener.open[c]; open {
		delete(c.listener.open, c)
		<-c.listener.slots
	}
	return c.Conn.Close()
}

// handOver is a hook of http.Server: it notes which connections have become a
// session's.
func handOver(conn net.Conn, state http.ConnState) {
	secure, ok := conn.(*tls.Conn)
	if !ok || state != http.StateHijacked {
		return
	}
	if c, ok := secure.NetConn().(*limitedConn); ok {
		c.listener.mu.Lock()
		defer c.listener.mu.Unlock()
		if _, open := c.listener.open[c]; open {
			c.listener.open[c] = true
		}
	}
}
