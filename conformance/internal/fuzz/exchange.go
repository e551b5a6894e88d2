package fuzz

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/model"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// errLost says that the target ended a connection, or did not answer in time:
// its own fault, since it had been talked to.
type errLost struct{ err error }

func (e errLost) Error() string { return e.err.Error() }

// A sent step is one on its way: with its placeholders filled and, over
// WebSocket, under an id.
type sent struct {
	Step
	id    string
	args  any
	reply model.Reply
}

// endings make ids that a target must not change.
var endings = []string{"", "-É", "-e\u0301", "-é", "-😀", "-<b>&"}

// id is that of the next request.
func (p *player) id() string {
	switch p.count % 50 {
	case 13, 31:
		return strconv.Itoa(p.count)
	case 49:
		return strings.Repeat("x", 120) + strconv.Itoa(p.count)
	}
	return "fuzz-" + strconv.Itoa(p.count) + endings[p.count%len(endings)]
}

// send puts a step on its way. Over REST the answer comes at once.
func (p *player) send(step Step) (*sent, error) {
	p.count++
	s := &sent{Step: step, id: p.id(), args: p.fill(step.Args)}
	namespace, name, _ := strings.Cut(step.Class, "/")
	if step.Class == "rpc/auth" {
		user, password, _ := p.client.credentials(step.As)
		s.args = map[string]any{"username": user, "password": password}
	}
	if step.Over == rest {
		return s, p.sendREST(s)
	}
	if step.Class == "events/subscribe" {
		p.access.Ask(step.Session, namesIn(s.args))
	}
	message := map[string]any{"namespace": namespace, "name": name, "id": s.id, "args": s.args}
	text, err := encode(message)
	if err != nil {
		return nil, err
	}
	conn, err := p.client.conn(p.ctx, step.Session)
	if err != nil {
		return nil, errLost{err}
	}
	p.note(conformance.Message{Session: step.Session, Transport: websocket, Direction: "sent", Text: string(text)})
	if err := conn.Send(p.ctx, text); err != nil {
		return nil, errLost{fmt.Errorf("the target closed the connection: %w", err)}
	}
	return s, nil
}

// encode writes JSON as people read it: the signs of HTML as they are.
func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return bytes.TrimSpace(text.Bytes()), err
}

func (p *player) sendREST(s *sent) error {
	body, err := encode(s.args)
	if err != nil {
		return err
	}
	path := "/" + s.Class
	user, password, _ := p.client.credentials(s.As)
	p.note(conformance.Message{Session: cmp.Or(s.As, "user"), Transport: rest, Direction: "sent", Verb: "PUT", Path: path, Text: string(body)})
	reply, err := p.client.rest.Do(p.ctx, probe.Request{Verb: "PUT", Path: path, Body: body, User: user, Password: password})
	if err != nil {
		return errLost{err}
	}
	p.note(conformance.Message{Session: cmp.Or(s.As, "user"), Transport: rest, Direction: "received", Status: reply.Status, Text: string(reply.Body)})
	s.reply = model.Reply{Code: reply.Status, Text: string(reply.Body)}
	var message struct{ Args any }
	if err := json.Unmarshal(reply.Body, &message); err == nil {
		s.reply.Args = message.Args
	}
	return nil
}

// receive waits for the replies to what was sent on one connection.
func (p *player) receive(all []*sent) (*model.Breach, error) {
	open := map[string]*sent{}
	for _, s := range all {
		if s.Over == websocket && s.Class != "rpc/auth_clear" {
			open[s.id] = s
		}
	}
	for len(open) > 0 {
		text, err := p.client.conns[all[0].Session].Receive(p.ctx)
		if err != nil {
			return nil, errLost{fmt.Errorf("no reply came: %w", err)}
		}
		p.note(conformance.Message{Session: all[0].Session, Transport: websocket, Direction: "received", Text: string(text)})
		if b := p.sort(all[0].Session, text, open); b != nil {
			return b, nil
		}
	}
	return nil, nil
}

// sort gives a message to the request that it answers, or takes it for an event.
func (p *player) sort(session string, text []byte, open map[string]*sent) *model.Breach {
	var m struct {
		Namespace, Name string
		ID              any
		Args            any
	}
	err := json.Unmarshal(text, &m)
	if err == nil && m.Namespace == "events" && m.ID == "" {
		return p.access.Event(session, m.Name, string(text))
	}
	id, _ := m.ID.(string)
	s := open[id]
	if err != nil || s == nil {
		return &model.Breach{
			Rule: "every reply has the id of a request in flight, and comes once", Section: "rulings 1 and 17",
			Expected: "a reply to " + strings.Join(ids(open), " or "), Got: string(text),
		}
	}
	delete(open, id)
	s.reply = model.Reply{Code: 200, Args: m.Args, Text: string(text)}
	namespace, _, _ := strings.Cut(s.Class, "/")
	switch {
	case m.Name == "error" || m.Namespace == "error":
		s.reply.Code = codeOf(m.Args)
	case m.Name != "response" || m.Namespace != namespace:
		return &model.Breach{
			Rule: "a reply has name response and the namespace of its request", Section: "ruling 1",
			Expected: "name response, namespace " + namespace, Got: string(text),
		}
	}
	return nil
}

// codeOf reads the code of an error as a number or as digits, 0 if there is none.
func codeOf(args any) int {
	details, _ := args.(map[string]any)
	code, _ := strconv.Atoi(fmt.Sprint(details["code"]))
	return code
}

func ids(open map[string]*sent) []string {
	var all []string
	for id := range open {
		all = append(all, id)
	}
	return all
}

// traceLimit is how many messages of a run are kept for a report.
const traceLimit = 40

// note keeps a message for the report.
func (p *player) note(m conformance.Message) {
	if p.trace = append(p.trace, m); len(p.trace) > 2*traceLimit {
		p.trace = append([]conformance.Message(nil), p.trace[traceLimit:]...)
	}
}

// The transports.
const (
	websocket = "websocket"
	rest      = "rest"
)
