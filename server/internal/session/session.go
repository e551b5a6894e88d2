// Package session is one WebSocket connection: one goroutine reads it, a bounded
// number answer its requests, and one at a time writes while there is something
// to write.
package session

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"github.com/sysadm-go/sysadm/server/internal/crew"
	"github.com/sysadm-go/sysadm/server/internal/event"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// discarded is how much of a message beyond its limit is read to keep the
// connection, in bytes; a longer one closes it with 1009.
const discarded = 64 << 20

// A Port is what the sessions of a server have in common.
type Port struct {
	Router   *rpc.Router
	Language Language
	Events   *event.Hub
	Backlog  *Backlog
	Crew     *crew.Crew // answers requests
	Limits   Limits
}

// A Session serves one connection.
type Session struct {
	port   *Port
	conn   *websocket.Conn
	caller rpc.Caller

	slots    chan struct{}
	requests sync.WaitGroup
	writers  sync.WaitGroup
	outbox   *outbox
	login    atomic.Value // the token that events are sent under

	turns     *rate.Limiter // of a client without a login
	anonymous time.Time     // since when it has none; zero: it has one
	pings     *rate.Limiter

	mu       sync.Mutex
	patience patience
	running  int
	stopping bool // the reader ends as soon as nothing is running
}

// New returns a session of a connection that nobody else uses.
func (p *Port) New(conn *websocket.Conn, from netip.Addr) *Session {
	l := &p.Limits
	s := &Session{
		port:  p,
		conn:  conn,
		slots: make(chan struct{}, l.Requests),
		turns: rate.NewLimiter(rate.Limit(l.AnonymousRate), l.AnonymousRate),
		pings: rate.NewLimiter(rate.Limit(l.Pings), l.Pings),
	}
	s.outbox = newOutbox(l.Events, p.Backlog, s.write, func() { s.drop("of all, it has most replies left unread") })
	s.caller = rpc.Caller{Address: from, Transport: "websocket", Events: p.Events.Join(s.deliver)}
	s.login.Store("")
	conn.SetReadLimit(discarded)
	conn.SetPingHandler(s.answerPing)
	conn.SetPongHandler(s.takePong)
	return s
}

// Run serves the connection until the client leaves, breaks the protocol or
// keeps the server waiting, or stop ends. Requests under way are then answered
// before the connection is closed; they run under ctx, so that whoever asks for
// a change and leaves still gets it done. Run returns soon after ctx ends, and
// reports whether the client idled.
func (s *Session) Run(ctx, stop context.Context) (idled bool) {
	defer context.AfterFunc(stop, s.stop)()
	defer context.AfterFunc(ctx, s.end)()
	s.contain(func() { idled = s.serve(ctx, stop) })()
	return idled
}

func (s *Session) serve(ctx, stop context.Context) (idled bool) {
	var err error
	s.contain(func() { err = s.read(ctx) })()
	if saidGoodbye(err) {
		_ = s.conn.Close() // nobody waits for the replies to what still runs
	}
	s.requests.Wait()
	s.caller.Events.Leave()
	s.port.Router.Leave(ctx, &s.caller)
	s.writers.Wait()
	stopped := stop.Err() != nil
	s.close(err, stopped)
	s.outbox.discard()
	return isTimeout(err) && !stopped
}
