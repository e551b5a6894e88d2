package server

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gorilla/websocket"

	"github.com/sysadm-go/sysadm/server/internal/rest"
	"github.com/sysadm-go/sysadm/server/internal/session"
)

// anonymousMessage is the longest message before a login, in bytes.
const anonymousMessage = 64 << 10

// restHandler answers requests under the server's own context: a client that
// leaves does not end what it asked for.
func (s *Server) restHandler(commands context.Context) http.Handler {
	if s.options.Compat.Texts {
		return s.textHandler(commands)
	}
	h := &rest.Handler{
		Router:        s.router,
		Body:          int64(s.options.MaxMessage),
		AnonymousBody: int64(min(anonymousMessage, s.options.MaxMessage)),
		WriteTimeout:  s.options.WriteTimeout,
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(commands))
	})
}

// wsHandler makes a session of each connection, whatever the path. Sessions end
// with stop, their requests with commands.
func (s *Server) wsHandler(commands, stop context.Context) http.Handler {
	limits := session.Limits{
		Message:          int64(s.options.MaxMessage),
		AnonymousMessage: int64(min(anonymousMessage, s.options.MaxMessage)),
		Requests:         s.options.MaxRequests,
		Events:           s.options.MaxEvents,
		Idle:             s.options.IdleTimeout,
		Write:            s.options.WriteTimeout,
	}
	upgrader := &websocket.Upgrader{
		CheckOrigin: func(*http.Request) bool { return true }, // refuseForeignPages has
		Error:       refuseUpgrade,
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.sessions.enter() {
			http.Error(w, "the server is shutting down", http.StatusServiceUnavailable)
			return
		}
		defer s.sessions.leave()
		conn, err := upgrader.Upgrade(w, r, s.handshakeHeaders(r))
		if err != nil {
			return // refuseUpgrade has told the client
		}
		from, _ := netip.ParseAddrPort(r.RemoteAddr)
		told := s.hostInfo()
		told.connected(from.Addr())
		defer told.closing(from.Addr())
		if session.New(conn, from.Addr().Unmap(), s.router, s.language(), s.events, limits).Run(commands, stop) {
			told.idle(from.Addr())
		}
	})
}

func refuseUpgrade(w http.ResponseWriter, _ *http.Request, status int, reason error) {
	w.Header().Set("Sec-WebSocket-Version", "13")
	message := strings.TrimPrefix(reason.Error(), "websocket: ")
	http.Error(w, "This port speaks WebSocket (RFC 6455) only; REST has a port of its own: "+message, status)
}

// refuseForeignPages keeps web pages of other hosts out: a browser would send
// them the user's remembered password. Programs send no Origin, or one that is
// no page's, such as the official client's "sysadm-client".
func refuseForeignPages(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isForeignPage(r.Header.Get("Origin"), r.Host) {
			http.Error(w, "web pages of other hosts may not use this server", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isForeignPage tells whether an Origin is that of a web page which host did
// not serve. "null" is what a browser sends for a page whose origin it hides.
func isForeignPage(origin, host string) bool {
	if origin == "null" {
		return true
	}
	page, err := url.Parse(origin)
	if err != nil || page.Scheme != "http" && page.Scheme != "https" {
		return false
	}
	own := (&url.URL{Host: host}).Hostname()
	return !strings.EqualFold(page.Hostname(), own)
}
