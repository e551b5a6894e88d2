package server

import (
	"context"
	"net"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"github.com/sysadm-go/sysadm/server/internal/rest"
)

// visit is a hook of http.Server. It begins the visit of a new REST connection.
func (s *Server) visit(ctx context.Context, conn net.Conn) context.Context {
	turns := rate.NewLimiter(rate.Limit(s.options.AnonymousRate), s.options.AnonymousRate)
	if s.options.AnonymousRate < 0 {
		turns = rate.NewLimiter(rate.Inf, 0)
	}
	v := &rest.Visit{Turns: turns}
	if c := doorConnOf(conn); c != nil {
		c.visit = v
	}
	return rest.WithVisit(ctx, v)
}

// connState is a hook of http.Server, called from one goroutine for each
// connection. A connection that idles after a request without a login is closed
// earlier than others. A connection that became a WebSocket belongs to its
// session.
func (s *Server) connState(conn net.Conn, state http.ConnState) {
	c := doorConnOf(conn)
	switch {
	case c == nil:
	case state == http.StateHijacked:
		c.handOver()
	case state == http.StateIdle && c.visit != nil && !c.visit.Known.Load() && s.options.LoginTimeout >= 0:
		c.expiry = time.AfterFunc(s.options.LoginTimeout, func() { _ = c.Close() })
	case c.expiry != nil:
		c.expiry.Stop()
	}
}

// restConnState is connState for connections that stay HTTP.
func (s *Server) restConnState(conn net.Conn, state http.ConnState) {
	s.connState(conn, state)
	s.hostInfo.connection(conn, state)
}

// doorConnOf returns the connection below TLS and below other wrappers.
func doorConnOf(conn net.Conn) *doorConn {
	for {
		if c, found := conn.(*doorConn); found {
			return c
		}
		above, found := conn.(interface{ NetConn() net.Conn })
		if !found {
			return nil
		}
		conn = above.NetConn()
	}
}
