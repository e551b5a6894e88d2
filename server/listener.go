package server

import (
	"net"
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
	open map[*limitedConn]bool
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
	l.open[c] = true
	return c, nil
}

// Close ends an Accept that waits for a slot too, and ends reading from every
// connection: what was asked is answered, and nobody who stopped halfway in a
// handshake, a header or a body keeps a stopping server waiting.
func (l *limited) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	for c := range l.open {
		_ = c.SetReadDeadline(time.Now())
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
	if c.listener.open[c] {
		delete(c.listener.open, c)
		<-c.listener.slots
	}
	return c.Conn.Close()
}
