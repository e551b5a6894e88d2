package server

import (
	"context"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/gorilla/websocket"

	"github.com/sysadm-go/sysadm/server/internal/rest"
	"github.com/sysadm-go/sysadm/server/internal/session"
)

// restHandler answers requests under the server's own context: a request
// continues when its client leaves.
func (s *Server) restHandler(commands context.Context) http.Handler {
	if s.options.Compat.Texts {
		return s.textHandler(commands)
	}
	h := &rest.Handler{
		Router:        s.router,
		Body:          int64(s.options.MaxMessage),
		AnonymousBody: int64(s.options.anonymousMessage()),
		WriteTimeout:  s.options.WriteTimeout,
		Foreign:       isForeignPage,
	}
	return outliving(commands, h)
}

// outliving makes requests continue when their clients leave, until commands
// ends.
func outliving(commands context.Context, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, end := context.WithCancel(context.WithoutCancel(r.Context()))
		defer end()
		defer context.AfterFunc(commands, end)()
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

// wsHandler makes a session of each connection, whatever the path. Sessions end
// with stop, their requests with commands. A session outlives the handler, so
// that the memory of net/http for the request is freed.
func (s *Server) wsHandler(commands, stop context.Context) http.Handler {
	port := &session.Port{
		Router:   s.router,
		Language: s.language(),
		Events:   s.events,
		Backlog:  &session.Backlog{Most: s.options.MaxTotalUnsent},
		Crew:     s.crew,
		Limits:   s.options.Limits.ofSession(),
	}
	upgrader := &websocket.Upgrader{
		CheckOrigin:      func(*http.Request) bool { return true }, // refuseForeignPages has checked it
		Error:            refuseUpgrade,
		HandshakeTimeout: s.options.WriteTimeout,
		ReadBufferSize:   1 << 10,
		WriteBufferPool:  &sync.Pool{},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.sessions.enter() {
			http.Error(w, "the server is shutting down", http.StatusServiceUnavailable)
			return
		}
		defer s.sessions.leave()
		conn, err := upgrader.Upgrade(w, r, s.handshakeHeaders(r))
		if err != nil {
			return // refuseUpgrade has answered
		}
		from, _ := netip.ParseAddrPort(r.RemoteAddr)
		served := port.New(conn, doorConnOf(conn.NetConn()).Conn, from.Addr().Unmap())
		s.sessions.host(func(end func()) { s.serveSession(commands, stop, served, from.Addr(), end) })
	})
}

func (s *Server) serveSession(commands, stop context.Context, served *session.Session, from netip.Addr, end func()) {
	s.hostInfo.connected(from)
	served.Run(commands, stop, func(idled bool) {
		defer end()
		if idled {
			s.hostInfo.idle(from)
		}
		s.hostInfo.closing(from)
	})
}

func refuseUpgrade(w http.ResponseWriter, _ *http.Request, status int, reason error) {
	w.Header().Set("Sec-WebSocket-Version", "13")
	message := strings.TrimPrefix(reason.Error(), "websocket: ")
	http.Error(w, "This port speaks WebSocket (RFC 6455) only; REST has a port of its own: "+message, status)
}

// contain hides a panic from the client. It is logged once, as an error, and
// ends only its connection.
func (s *Server) contain(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if defect := recover(); defect != nil {
				s.options.Logger.Error("handler panicked", "defect", defect,
					"address", r.RemoteAddr, "stack", string(debug.Stack()))
				panic(http.ErrAbortHandler) // net/http accepts this one without logging it
			}
		}()
		next.ServeHTTP(w, r)
	})
}
