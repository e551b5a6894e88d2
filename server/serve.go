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

	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/peer"
)

// overtime is how long a stopping server waits for what should have ended at
// ShutdownTimeout before it cuts the connections.
const overtime = 4 * time.Second

// Serve answers both transports until ctx ends, which is not an error. It then
// takes no more connections and answers new requests with 503, lets running
// commands and jobs finish until ShutdownTimeout, ends them, closes each
// WebSocket with 1001, and returns when all sessions and processes are gone. If
// something does not end, such as a write to a disk that hangs, Serve returns
// without it, and its error says what is lost.
func (s *Server) Serve(ctx context.Context) error {
	stopping, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- s.serve(ctx, func() { close(stopping) }) }() // not waited for: it may hang
	<-stopping
	select {
	case err := <-ended:
		return err
	case <-time.After(s.options.longestStop()):
		return s.hangs()
	}
}

// longestStop is how long a stopping server may take: until it has cut connections
// and jobs, and a moment.
func (o *Options) longestStop() time.Duration {
	return o.ShutdownTimeout + max(overtime, o.JobGrace+job.Patience) + time.Second
}

// hangs says what is lost by a server that cannot end.
func (s *Server) hangs() error {
	lines, entries := s.witnesses.waiting()
	return fmt.Errorf("something hangs, perhaps a disk: the server has not ended within %v; lost are %d lines of the audit log and %d entries of the logs for clients",
		s.options.longestStop(), lines, entries)
}

// serve is Serve without a limit. It calls stopping when it begins to end.
func (s *Server) serve(ctx context.Context, stopping func()) error {
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
	go func() { failures <- s.accept(ws, s.secure(s.ws, s.wsGate), stopAll) }()
	go func() { failures <- s.accept(rest, s.restListener(s.secure(s.rest, s.restGate)), stopAll) }()

	<-stop.Done()
	stopping()
	s.router.Stop()
	sayGoodbye()
	overdue := time.AfterFunc(s.options.ShutdownTimeout, endCommands)
	defer overdue.Stop()
	s.shutdown(commands, ws, rest)
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

// shutdown waits until every request, session and job has ended; jobs are ended
// with commands.
func (s *Server) shutdown(commands context.Context, servers ...*http.Server) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(commands), s.options.ShutdownTimeout+overtime)
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
	wg.Go(func() { s.jobs.Stop(commands) })
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
