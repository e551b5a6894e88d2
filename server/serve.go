package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/peer"
)

// overtime is how long a stopping server waits for what should have ended at
// ShutdownTimeout before it cuts the connections.
const overtime = 4 * time.Second

// Serve answers both transports until ctx ends, which is not an error. It then
// takes no more connections and answers new requests with 503, lets running
// commands and jobs finish until ShutdownTimeout, ends them, closes each
// WebSocket with 1001, and returns when all sessions and processes are gone.
func (s *Server) Serve(ctx context.Context) error {
	defer s.crew.Close()
	defer s.keepBook()()
	defer s.witnesses.close()
	defer s.stopped()
	commands, endCommands := context.WithCancel(context.WithoutCancel(ctx))
	defer endCommands()
	stop, stopAll := context.WithCancel(ctx)
	defer stopAll()
	goodbye, sayGoodbye := context.WithCancel(context.WithoutCancel(ctx))
	defer sayGoodbye()

	defer s.serveAdmin(stop)()
	defer s.watchHost(stop)()
	defer s.askIocage(stop)()

	ws, rest := s.httpServer(refuseForeignPages(s.wsHandler(commands, goodbye))), s.httpServer(s.restHandler(commands))
	ws.SetKeepAlivesEnabled(false) // what becomes no session must not stay without a login
	rest.ConnContext, rest.ConnState = s.visit, s.restConnState
	failures := make(chan error, 2)
	var listeners sync.WaitGroup
	listeners.Go(func() { failures <- s.accept(ws, s.secure(s.ws, s.wsGate), stopAll) })
	listeners.Go(func() { failures <- s.accept(rest, s.restListener(s.secure(s.rest, s.restGate)), stopAll) })

	<-stop.Done()
	s.router.Stop()
	sayGoodbye()
	overdue := time.AfterFunc(s.options.ShutdownTimeout, endCommands)
	defer overdue.Stop()
	var jobs sync.WaitGroup
	jobs.Go(func() { s.jobs.Stop(commands) })
	s.shutdown(context.WithoutCancel(ctx), ws, rest)
	listeners.Wait()
	jobs.Wait()
	return errors.Join(<-failures, <-failures)
}

// secure returns a TLS listener behind the door.
func (s *Server) secure(l net.Listener, gate *peer.Gate) net.Listener {
	return tls.NewListener(newDoor(l, gate, s.options.Logger), tlsConfig(s.certificate))
}

// accept serves a listener. If the listener fails, the whole server stops.
func (s *Server) accept(h *http.Server, l net.Listener, stopAll context.CancelFunc) error {
	err := h.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	stopAll()
	return fmt.Errorf("cannot accept connections on %v: %v", l.Addr(), err)
}

func newGate(o Options) *peer.Gate {
	return &peer.Gate{
		Most:      o.MaxConnections,
		MostOfOne: o.MaxAddressConnections,
		Loopback:  o.LimitLoopback,
	}
}

// shutdown waits until every request and session has ended.
func (s *Server) shutdown(ctx context.Context, servers ...*http.Server) {
	ctx, cancel := context.WithTimeout(ctx, s.options.ShutdownTimeout+overtime)
	defer cancel()
	var wg sync.WaitGroup
	for _, h := range servers {
		wg.Go(func() {
			if h.Shutdown(ctx) != nil {
				_ = h.Close()
			}
		})
	}
	wg.Go(s.sessions.close)
	wg.Wait()
}

// httpServer speaks only HTTP/1.1, the newest version that clients of the
// original know.
func (s *Server) httpServer(h http.Handler) *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler:           s.contain(h),
		Protocols:         protocols,
		ReadHeaderTimeout: s.options.HeaderTimeout,
		ReadTimeout:       s.options.MessageTimeout,
		WriteTimeout:      s.options.WriteTimeout, // for refusals; replies have a deadline of their own
		IdleTimeout:       s.options.IdleTimeout,
		MaxHeaderBytes:    s.options.MaxHeader,
		ConnState:         s.connState,
		ErrorLog:          slog.NewLogLogger(s.options.Logger.Handler(), slog.LevelDebug),
	}
}
