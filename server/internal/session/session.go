// Package session is one WebSocket connection: one goroutine reads it, one
// writes it, and a bounded number answer its requests.
package session

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"github.com/sysadm-go/sysadm/server/internal/event"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// Limits bound what one connection may cost. None may be zero.
type Limits struct {
	// Message is the longest message in bytes, AnonymousMessage the longest
	// before a login. Longer ones are answered with 413 and not kept.
	Message, AnonymousMessage int64

	// Requests is how many requests of a session are answered at once; while
	// they are, no more are read.
	Requests int

	// Events is how many events may wait to be written; one more drops the
	// session.
	Events int

	// Idle closes a session that sends no message for so long.
	Idle time.Duration

	// Write drops a session that does not take a reply in time.
	Write time.Duration
}

// discarded is how much of a message beyond its limit is read to keep the
// connection, in bytes; a longer one closes it with 1009.
const discarded = 64 << 20

// A Session serves one connection.
type Session struct {
	conn     *websocket.Conn
	router   *rpc.Router
	language Language
	limits   Limits
	caller   rpc.Caller

	slots    chan struct{}
	requests sync.WaitGroup
	outbox   *outbox
	broken   chan struct{} // closed when nothing can be written any more
	login    atomic.Value  // the token that events are sent under

	mu       sync.Mutex
	stopping bool // no more messages are read
}

// New returns a session of a connection that nobody else uses.
func New(conn *websocket.Conn, from netip.Addr, router *rpc.Router, language Language, events *event.Hub, l Limits) *Session {
	conn.SetReadLimit(discarded)
	s := &Session{
		conn:     conn,
		router:   router,
		language: language,
		limits:   l,
		slots:    make(chan struct{}, l.Requests),
		outbox:   newOutbox(l.Requests, l.Events),
		broken:   make(chan struct{}),
	}
	s.caller = rpc.Caller{Address: from, Transport: "websocket", Events: events.Join(s.deliver)}
	return s
}

// Run serves the connection until the client leaves, breaks the protocol or
// idles, or stop ends. Requests under way are then answered before the
// connection is closed; they run under ctx, so that whoever asks for a change
// and leaves still gets it done. Run returns soon after ctx ends, and reports
// whether the client idled.
func (s *Session) Run(ctx, stop context.Context) (idled bool) {
	defer context.AfterFunc(stop, s.stopReading)()
	defer context.AfterFunc(ctx, s.end)()

	var writer sync.WaitGroup
	writer.Go(s.write)
	err := s.read(ctx)
	if saidGoodbye(err) {
		_ = s.conn.Close() // nobody waits for the replies to what still runs
	}
	s.requests.Wait()
	s.caller.Events.Leave()
	s.router.Leave(ctx, &s.caller)
	s.outbox.close()
	writer.Wait()
	stopped := stop.Err() != nil
	s.close(err, stopped)
	return isTimeout(err) && !stopped
}
