// Package session is one WebSocket connection. One goroutine reads messages and
// answers them; when an answer has to wait, another goroutine continues
// reading. The number of goroutines that answer is bounded, and one at a time
// writes.
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
	"github.com/sysadm-go/sysadm/server/internal/link"
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
	Crew     *crew.Crew // continues reading while an answer waits
	Limits   Limits
}

// A Session serves one connection.
type Session struct {
	port   *Port
	conn   *websocket.Conn
	line   *link.Conn // below conn
	caller rpc.Caller

	stop  context.Context
	ended func(idled bool)

	slots    chan struct{}
	requests sync.WaitGroup // answered by goroutines that have passed the lead
	writers  sync.WaitGroup
	outbox   *outbox
	sender   atomic.Pointer[leader] // the leader that is writing, if it may pass the lead
	login    atomic.Value           // the token that events are sent under

	turns     *rate.Limiter // for a client without a login
	anonymous time.Time     // since when the client has had no login; zero: it is logged in
	pings     *rate.Limiter

	mu       sync.Mutex
	patience patience
	running  int
	stopping bool // the reader ends as soon as nothing is running
}

// New returns a session on conn, for its exclusive use, and on line, the
// connection below conn and TLS.
func (p *Port) New(conn *websocket.Conn, line *link.Conn, from netip.Addr) *Session {
	l := &p.Limits
	s := &Session{
		port:  p,
		conn:  conn,
		line:  line,
		slots: make(chan struct{}, l.Requests),
		turns: rate.NewLimiter(rate.Limit(l.AnonymousRate), l.AnonymousRate),
		pings: rate.NewLimiter(rate.Limit(l.Pings), l.Pings),
	}
	s.outbox = newOutbox(l.Events, p.Backlog, s.write, func() { s.drop("of all, it has most replies left unread") })
	s.caller = rpc.Caller{Address: from, Transport: "websocket", Events: p.Events.Join(s.deliver)}
	s.login.Store("")
	line.OnWait(s.beforeWait)
	conn.SetReadLimit(discarded)
	conn.SetPingHandler(s.answerPing)
	conn.SetPongHandler(s.takePong)
	return s
}

// Run serves the connection until the client leaves, breaks the protocol or
// keeps the server waiting, or stop ends. Running requests are then answered
// before the connection is closed. They run under ctx, so a change is completed
// even if its client leaves. Run may return before that. The session calls
// ended at its end, which is soon after ctx ends, and says whether the client
// idled.
func (s *Session) Run(ctx, stop context.Context, ended func(idled bool)) {
	stopped, cut := context.AfterFunc(stop, s.stopSoon), context.AfterFunc(ctx, s.end)
	s.stop = stop
	s.ended = func(idled bool) {
		cut()
		stopped()
		ended(idled)
	}
	s.lead(ctx)
}

// finish waits for the requests that still run and closes the connection. It is
// called when reading has ended with err.
func (s *Session) finish(ctx context.Context, err error) (idled bool) {
	defer s.contain()
	if saidGoodbye(err) {
		_ = s.conn.Close() // nobody waits for the replies to running requests
	}
	s.requests.Wait()
	s.caller.Events.Leave()
	s.port.Router.Leave(ctx, &s.caller)
	s.writers.Wait()
	stopped := s.stop.Err() != nil
	s.close(err, stopped)
	s.outbox.discard()
	return isTimeout(err) && !stopped
}
