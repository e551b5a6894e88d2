package server

import (
	"errors"
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

// A door is a listener that limits how many connections are open. It closes
// others at once, before they cost a handshake: a client that is refused can
// react, one that hangs in the system's queue cannot.
type door struct {
	net.Listener
	gate    *peer.Gate
	log     *slog.Logger
	failure rate.Sometimes // limits how often a failure to accept is logged
	refusal rate.Sometimes // the same of refusals

	mu   sync.Mutex
	open map[*doorConn]bool // the value: whether a session has it
}

func newDoor(l net.Listener, gate *peer.Gate, log *slog.Logger) *door {
	return &door{
		Listener: l,
		gate:     gate,
		log:      log,
		failure:  rate.Sometimes{Interval: time.Minute},
		refusal:  rate.Sometimes{Interval: time.Minute},
		open:     map[*doorConn]bool{},
	}
}

// Accept returns the next admitted connection.
func (d *door) Accept() (net.Conn, error) {
	for {
		conn, err := d.Listener.Accept()
		if err != nil {
			d.tellFailure(err)
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

// tellFailure says why clients wait in vain: http.Server tries again, and says so
// in words for programmers only.
func (d *door) tellFailure(err error) {
	if errors.Is(err, net.ErrClosed) {
		return
	}
	d.failure.Do(func() {
		d.log.Error("connections cannot be accepted; of others, no word for a minute", "reason", err, "port", d.Addr())
	})
}

// refuse resets a connection, so that nothing of it remains to be waited for.
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

// addressOf returns the address of the peer, or the zero value if it is not an
// IP address.
func addressOf(conn net.Conn) netip.Addr {
	from, _ := netip.ParseAddrPort(conn.RemoteAddr().String())
	return from.Addr().Unmap()
}

// Close also ends all reading of HTTP. Complete requests are still answered,
// but a client that stopped midway in a handshake, a header or a body does not
// delay the shutdown. Sessions close by themselves.
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

// A doorConn leaves the door when it is closed, once.
type doorConn struct {
	*link.Conn
	door *door
	from netip.Addr

	visit  *rest.Visit // nil on the WebSocket port
	expiry *time.Timer // closes an idle connection
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

// handOver records that a session has taken the connection.
func (c *doorConn) handOver() {
	c.door.mu.Lock()
	defer c.door.mu.Unlock()
	if _, open := c.door.open[c]; open {
		c.door.open[c] = true
	}
}
