package server

import (
	"context"
	"net"
	"net/http"

	"github.com/sysadm-go/sysadm/server/internal/reference"
	"github.com/sysadm-go/sysadm/server/internal/session"
)

// language returns how messages are written on a WebSocket connection.
func (s *Server) language() session.Language {
	if s.options.Compat.Texts {
		return reference.Speaker{Router: s.router}
	}
	return session.Envelopes{Router: s.router}
}

// textHandler answers the REST port in the original's way, as restHandler does
// in the way of HTTP. It takes connections over from http.Server, so they count
// as sessions.
func (s *Server) textHandler(commands context.Context) http.Handler {
	h := &reference.Handler{
		Speaker:       reference.Speaker{Router: s.router},
		Head:          s.options.MaxHeader,
		Body:          int64(s.options.MaxMessage),
		AnonymousBody: int64(s.options.anonymousMessage()),
		HeadTimeout:   s.options.HeaderTimeout,
		BodyTimeout:   s.options.MessageTimeout,
		WriteTimeout:  s.options.WriteTimeout,
		Foreign:       isForeignPage,
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.sessions.enter() {
			panic(http.ErrAbortHandler)
		}
		defer s.sessions.leave()
		outliving(commands, h).ServeHTTP(w, r)
	})
}

// restListener returns the listener of the REST port.
func (s *Server) restListener(l net.Listener) net.Listener {
	if s.options.Compat.Texts {
		return reference.Listen(l)
	}
	return l
}

// handshakeHeaders returns the headers of the reply to a WebSocket handshake.
func (s *Server) handshakeHeaders(r *http.Request) http.Header {
	if !s.options.Compat.Handshake {
		return nil
	}
	return reference.HandshakeHeaders(r.Header.Get("Origin"))
}
