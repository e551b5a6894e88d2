package judge

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// A session is one client of the server: who it is, its WebSocket connection,
// and the requests that are on their way there.
type session struct {
	over           string      // transport of its next request
	user, password string      // Basic, over REST; empty is nobody
	rest           *probe.Kept // nil: a connection for each request
	conn           *probe.Conn
	login          login              // how its user came in over conn, if he did
	open           map[string]bool    // ids sent and not yet answered
	arrived        map[string]arrival // replies that came before they were waited for
	events         []arrival          // that came and were not waited for yet, in their order
}

// session returns the current one.
func (j *judge) session() *session {
	s := j.sessions[j.name]
	if s == nil {
		s = &session{over: j.of.Transport}
		j.sessions[j.name] = s
	}
	return s
}

// begin makes the current session one of this user.
func (j *judge) begin(user, password string) *session {
	s := j.session()
	j.closeREST(s)
	s.user, s.password, s.rest = user, password, j.connectionsOf(user, password)
	return s
}

// connectionsOf is how a user goes from one request over REST to the next. That of
// the run may use any connection that was his, for each request brings his password
// along: those of the attendant, or, where a check looks at how he is let in, one
// that is new with each session. Nobody, and who is refused, must not be taken for
// who was there before, nor spared what new connections are met with: nil.
func (j *judge) connectionsOf(user, password string) *probe.Kept {
	switch h := j.host; {
	case user != h.User || password != h.Password:
		return nil
	case j.of.needs("alone") || j.of.needs("outside") || j.of.needs("elsewhere"):
		return &probe.Kept{Server: j.server}
	default:
		return j.attendant.REST
	}
}

// closeREST closes what is of this session alone.
func (j *judge) closeREST(s *session) {
	if s.rest != nil && s.rest != j.attendant.REST {
		s.rest.Close()
	}
	s.rest = nil
}

// closeWebSocket says goodbye, which may fail: nobody listens any more.
func (s *session) closeWebSocket() {
	if s.conn != nil {
		_ = s.conn.Close()
	}
	s.conn = nil
}

// speak goes on over a connection on which no request is on its way.
func (s *session) speak(conn *probe.Conn) {
	s.conn, s.login = conn, login{}
	s.open, s.arrived, s.events = map[string]bool{}, map[string]arrival{}, nil
}

// quiet reports whether nothing is on its way over the connection, as far as that
// is known.
func (s *session) quiet() bool { return len(s.open) == 0 && len(s.arrived) == 0 && len(s.events) == 0 }

// note adds a message of the current session to the trace.
func (j *judge) note(m Message, text []byte) {
	m.Session = j.name
	j.trace.note(m, text)
}

// noteSent notes what goes out over websocket.
func (j *judge) noteSent(text []byte) {
	j.note(Message{Transport: WebSocket, Direction: "sent"}, text)
}

// noteRequest notes what goes out over REST.
func (j *judge) noteRequest(q probe.Request) {
	j.note(Message{Transport: REST, Direction: "sent", Verb: q.Verb, Path: q.Path}, q.Text())
}

// noteArrival notes what came over websocket.
func (j *judge) noteArrival(a arrival) { j.noteReceived(Message{Transport: WebSocket}, a) }

// noteReply notes what came over REST, and reads it.
func (j *judge) noteReply(got probe.Reply) arrival {
	header := map[string]string{}
	for name, values := range got.Header {
		header[name] = strings.Join(values, ", ")
	}
	a := arrive(got.Body)
	j.noteReceived(Message{Transport: REST, Status: got.Status, Header: header}, a)
	return a
}

// noteReceived notes what came, and keeps a token in it secret.
func (j *judge) noteReceived(m Message, a arrival) {
	if token, ok := tokenOf(a.document); ok {
		j.trace.keepToken(token)
	}
	m.Direction = "received"
	j.note(m, a.text)
}

// dial opens the session's WebSocket connection anew.
func (j *judge) dial(header http.Header) int {
	s := j.session()
	s.closeWebSocket()
	conn, status, err := j.server.Dial(j.ctx, header)
	s.speak(conn)
	if err != nil && status == 0 {
		j.lost(err)
	}
	j.reached = true
	return status
}

// lost ends the check for a connection that cannot be made or was cut: the
// server's fault once it has been talked to, else nobody knows.
func (j *judge) lost(err error) {
	var wrong *document.Unexpected
	switch {
	case errors.As(err, &wrong):
		j.end(unexpectedEnding(wrong))
	case probe.IsUnreachable(err) && !j.reached:
		j.unable("%v", err)
	}
	j.broken("an answer", err)
}

// broken ends the check where nothing can be read any more. It tells a wait
// that was in vain from a connection that broke.
func (j *judge) broken(expected string, err error) {
	if isTimeout(err) {
		j.differ("", expected, fmt.Sprintf("nothing within %v", j.of.Timeout), "the server did not answer in time: raise --timeout if its host is slow")
	}
	j.differ("", expected, err.Error(), "the exchange broke off")
}

func isTimeout(err error) bool {
	var network net.Error
	return errors.As(err, &network) && network.Timeout()
}

// send writes a text message and remembers its id as open.
func (j *judge) send(text []byte) { j.sendAs((*probe.Conn).Send, text) }

func (j *judge) sendAs(write func(*probe.Conn, context.Context, []byte) error, text []byte) {
	s := j.session()
	if s.conn == nil {
		j.unable("the script sends before it connects")
	}
	j.noteSent(text)
	if err := write(s.conn, j.ctx, text); err != nil {
		j.broken("an open connection to send to", err)
	}
	if id, ok := arrive(text).id(); ok {
		s.open[id] = true
	}
}

// callAs sends a message and makes the reply with the same id the last one; for what
// has no readable id, the next message.
func (j *judge) callAs(action string, write func(*probe.Conn, context.Context, []byte) error, text []byte) {
	j.sendAs(write, text)
	id, _ := arrive(text).id()
	j.answer(action, j.receive(id))
}

// receive waits for the reply with an id; an empty id takes the next message
// that is no event.
func (j *judge) receive(id string) arrival {
	s := j.session()
	for {
		if a, ok := s.arrived[id]; ok {
			delete(s.arrived, id)
			return a
		}
		a := j.next(replyTo(id))
		if got, _ := a.id(); id == "" && (s.open[got] || !a.isEvent()) {
			delete(s.open, got)
			return a
		}
		j.sort(a)
	}
}

// sort keeps a message for whoever waits for it. One that is no event and
// answers no open request fails the check.
func (j *judge) sort(a arrival) {
	s := j.session()
	switch got, has := a.id(); {
	case has && s.open[got]:
		delete(s.open, got)
		s.arrived[got] = a
	case a.isEvent():
		s.events = append(s.events, a)
	case !has:
		j.differ("/id", "the id of a request in flight", "none", "a message came without an id")
	default:
		j.differ("/id", "the id of a request in flight", document.Show(got), "a message came whose id belongs to no request in flight")
	}
}

// next reads one message of the current session.
func (j *judge) next(awaited string) arrival {
	text, err := j.session().conn.Receive(j.ctx)
	if err != nil {
		j.broken(awaited, err)
	}
	a := arrive(text)
	j.noteArrival(a)
	return a
}

// replyTo names the reply that is awaited.
func replyTo(id string) string {
	if id == "" {
		return "a message"
	}
	return "the reply with the id " + id
}

// answer makes a message the last reply.
func (j *judge) answer(action string, a arrival) {
	j.last = reply{arrival: a, over: WebSocket, action: action}
}

// exchange sends an HTTP request as the current session's user, whatever user it
// names, and makes the answer the last reply.
func (j *judge) exchange(action string, q probe.Request) {
	s := j.session()
	j.noteRequest(q)
	do := j.server.Do
	if s.rest != nil {
		do = s.rest.Do
	}
	q.User, q.Password = s.user, s.password
	got, err := do(j.ctx, q)
	if err != nil {
		j.lost(err)
	}
	j.reached = true
	j.last = reply{arrival: j.noteReply(got), over: REST, action: action, http: got}
}
