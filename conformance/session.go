package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// A session is one client of the server: who it is, its WebSocket connection,
// and the requests that are on their way there.
type session struct {
	user, password string      // Basic, over REST; empty is nobody
	rest           *probe.Kept // nil: a connection for each request
	conn           *probe.Conn
	open           map[string]bool   // ids sent and not yet answered
	arrived        map[string][]byte // replies that came before they were waited for
	events         [][]byte          // that came and were not waited for yet, in their order
}

// A reply is what the last request was answered, over either transport.
type reply struct {
	over     string
	action   string // of sysadm/iocage, if the request had one
	text     []byte // the message, or the body
	document any    // text as JSON, nil if it is none
	http     probe.Reply
}

// session returns the current one.
func (j *judge) session() *session {
	s := j.sessions[j.name]
	if s == nil {
		s = &session{}
		j.sessions[j.name] = s
	}
	return s
}

// begin makes the current session one of this user. Over REST the user of the run
// may go on over one connection: each of his requests brings his password along.
// Nobody, and who is refused, must not be taken for who was there before, nor
// spared what new connections are met with.
func (j *judge) begin(user, password string) *session {
	s := j.session()
	s.closeREST()
	s.user, s.password = user, password
	if e := j.endpoint; user == e.User && password == e.Password {
		s.rest = &probe.Kept{Server: j.server}
	}
	return s
}

func (s *session) closeREST() {
	if s.rest != nil {
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

// note adds a message of the current session to the trace, and keeps a token in
// it secret.
func (j *judge) note(m Message, text []byte) {
	m.Session = j.name
	if m.Direction == "received" {
		if token, ok := tokenOf(parse(text)); ok {
			j.trace.keepToken(token)
		}
	}
	j.trace.note(m, text)
}

// dial opens the session's WebSocket connection anew.
func (j *judge) dial(header http.Header) int {
	s := j.session()
	s.closeWebSocket()
	conn, status, err := j.server.Dial(j.ctx, header)
	s.conn, s.open, s.arrived, s.events = conn, map[string]bool{}, map[string][]byte{}, nil
	if err != nil && status == 0 {
		j.lost(err)
	}
	j.reached = true
	return status
}

// lost ends the check for a connection that cannot be made or was cut: the
// server's fault once it has been talked to, else nobody knows.
func (j *judge) lost(err error) {
	var wrong *unexpected
	switch {
	case errors.As(err, &wrong):
		j.end(wrong.outcome())
	case probe.IsUnreachable(err) && !j.reached:
		j.unable("%v", err)
	}
	j.broken("an answer", err)
}

// broken ends the check where nothing can be read any more. It tells a wait
// that was in vain from a connection that broke.
func (j *judge) broken(expected string, err error) {
	var network net.Error
	if errors.As(err, &network) && network.Timeout() {
		j.differ("", expected, fmt.Sprintf("nothing within %v", j.options.Timeout), "the server did not answer in time: raise --timeout if its host is slow")
	}
	j.differ("", expected, err.Error(), "the exchange broke off")
}

// send writes a text message and remembers its id as open.
func (j *judge) send(text []byte) { j.sendAs((*probe.Conn).Send, text) }

func (j *judge) sendAs(write func(*probe.Conn, context.Context, []byte) error, text []byte) {
	s := j.session()
	if s.conn == nil {
		j.unable("the script sends before it connects")
	}
	j.note(Message{Transport: websocket, Direction: "sent"}, text)
	if err := write(s.conn, j.ctx, text); err != nil {
		j.broken("an open connection to send to", err)
	}
	if id, ok := idOf(text); ok {
		s.open[id] = true
	}
}

// receive waits for the reply with an id; an empty id takes the next message
// that is no event.
func (j *judge) receive(id string) []byte {
	s := j.session()
	for {
		if text, ok := s.arrived[id]; ok {
			delete(s.arrived, id)
			return text
		}
		text := j.next()
		if got, _ := idOf(text); id == "" && (s.open[got] || !isEvent(text)) {
			delete(s.open, got)
			return text
		}
		j.sort(text)
	}
}

// sort keeps a message for whoever waits for it. One that is no event and
// answers no open request fails the check.
func (j *judge) sort(text []byte) {
	s := j.session()
	switch got, ok := idOf(text); {
	case ok && s.open[got]:
		delete(s.open, got)
		s.arrived[got] = text
	case isEvent(text):
		s.events = append(s.events, text)
	default:
		j.differ("/id", "the id of a request on its way", show(got), "a message came whose id is that of no request on its way")
	}
}

// next reads one message of the current session.
func (j *judge) next() []byte {
	text, err := j.session().conn.Receive(j.ctx)
	if err != nil {
		j.broken("a message", err)
	}
	j.note(Message{Transport: websocket, Direction: "received"}, text)
	return text
}

// idOf returns the id of a message as text: a string as it is, another value
// as JSON. It is false for what is no JSON object or has no id.
func idOf(text []byte) (string, bool) {
	var m struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(text, &m) != nil || m.ID == nil {
		return "", false
	}
	var id string
	if json.Unmarshal(m.ID, &id) == nil {
		return id, true
	}
	return string(m.ID), true
}

// isEvent reports whether a message is an unasked one, which may come at any
// time to who has subscribed.
func isEvent(text []byte) bool {
	var m struct{ Namespace, Name string }
	return json.Unmarshal(text, &m) == nil && m.Namespace == "events"
}

// answer makes a message the last reply.
func (j *judge) answer(action string, text []byte) {
	j.last = reply{over: websocket, action: action, text: text, document: parse(text)}
}

// exchange sends an HTTP request as the current session's user, whatever user it
// names, and makes the answer the last reply.
func (j *judge) exchange(action string, q probe.Request) {
	s := j.session()
	j.note(Message{Transport: rest, Direction: "sent", Verb: q.Verb, Path: q.Path}, q.Body)
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
	j.note(Message{Transport: rest, Direction: "received", Status: got.Status, Header: headerOf(got)}, got.Body)
	j.last = reply{over: rest, action: action, text: got.Body, document: parse(got.Body), http: got}
}

// headerOf is the header of an answer as a message shows it.
func headerOf(got probe.Reply) map[string]string {
	header := map[string]string{}
	for name, values := range got.Header {
		header[name] = strings.Join(values, ", ")
	}
	return header
}
