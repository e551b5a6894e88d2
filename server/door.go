package server

import (
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/sysadm-go/sysadm/server/internal/link"
	"github.com/sysadm-go/sysadm/server/internal/peer"
	"github.com/sysadm-go/sysadm/server/internal/rest"
)

// A door is a listener that lets in only so many connections. It closes others
// at once, before they cost a handshake: a client that is told so now can do
// something about it, one that hangs in the system's queue cannot.
type door struct {
	net.Listener
	gate    *peer.Gate
	log     *slog.Logger
	refusal rate.Sometimes // how often one is logged

	mu   sync.Mutex
	open map[*doorConn]bool // and whether a session has it
}

func newDoor(l net.Listener, gate *peer.Gate, log *slog.Logger) *door {
	return &door{
		Listener: l,
		gate:     gate,
		log:      log,
		refusal:  rate.Sometimes{Interval: time.Minute},
		open:     map[*doorConn]bool{},
	}
}

// Accept returns the next connection that is let in.
func (d *door) Accept() (net.Conn, error) {
	for {
		conn, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := addressOf(conn)
		if err := d.gate.Enter(from); err != nil {
			d.refuse(conn, from, err)
			continue
		}
		return d.letIn(conn, from), nil
	}
}

// refuse resets a connection, which leaves nothing behind to wait for.
func (d *door) refuse(conn net.Conn, from netip.Addr, why error) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
	d.refusal.Do(func() {
		d.log.Warn("connection refused; of others, no word for a minute", "reason", why, "address", from, "port", d.Addr())
	})
}

func (d *door) letIn(conn net.Conn, from netip.Addr) net.Conn {
	c := &doorConn{Conn: link.New(conn), door: d, from: from}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open[c] = false
	return c
}

// addressOf is where a connection comes from; the zero value if it is no
// address of IP.
func addressOf(conn net.Conn) netip.Addr {
	from, _ := netip.ParseAddrPort(conn.RemoteAddr().String())
	return from.Addr().Unmap()
}

// Close ends all reading of HTTP, too: what was asked is answered, but nobody
// who stopped halfway in a handshake, a header or a body keeps a stopping server
// waiting. Sessions say goodbye by themselves.
func (d *door) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for c, inSession := range d.open {
		if !inSession {
			_ = c.SetReadDeadline(time.Now())
		}
	}
	return d.Listener.Close()
}

// A doorConn leaves when it is closed, once.
type doorConn struct {
	*link.Conn
	door *door
	from netip.Addr

	visit  *rest.Visit // nil on the WebSocket port
	expiry *time.Timer // ends it if it idles
}

// Close closes the connection and makes room for another.
func (c *doorConn) Close() error {
	c.door.mu.Lock()
	_, open := c.door.open[c]
	delete(c.door.open, c)
	c.door.mu.Unlock()
	if open {
		c.door.gate.Leave(c.from)
	}
	return c.Conn.Close()
}

// handOver notes that a connection has become a session's.
func (c *doorConn) handOver() {
	c.door.mu.Lock()
	defer c.door.mu.Unlock()
	if _, open := c.door.open[c]; open {
		c.door.open[c] = true
	}
}
