package reference

import (
	"context"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Speaker reads texts and answers them with texts.
type Speaker struct {
	Router *rpc.Router
}

// Open admits the message in a text from a WebSocket connection. It returns the
// function that answers it; nil means no answer. inOrder says that it must be
// answered before the next text is read.
func (s Speaker) Open(ctx context.Context, caller *rpc.Caller, text []byte) (answer func(context.Context) []byte, inOrder bool) {
	head, body := split(string(text))
	m := s.message(caller, head)
	m.check(ctx)
	if m.request.verb != "" {
		return m.open(ctx, body), false
	}
	call := m.admit(ctx, body)
	return func(ctx context.Context) []byte { return m.write(call.Answer(ctx)) }, call.InOrder
}

// split separates a text from its JSON. The original's texts end at a byte 0.
func split(text string) (head, body string) {
	text, _, _ = strings.Cut(text, "\x00")
	text = strings.ToValidUTF8(text, "\ufffd")
	i := strings.IndexByte(text, '{')
	if i < 0 {
		return text, ""
	}
	return text[:i], text[i:]
}

// A message is a text that is being answered.
type message struct {
	speaker Speaker
	request request
	caller  *rpc.Caller

	// refused ends a request after its lines; bare says that the reply then has
	// no body.
	refused *rpc.Error
	bare    bool
}

// message parses the lines before the JSON.
func (s Speaker) message(caller *rpc.Caller, head string) *message {
	return &message{speaker: s, request: parseRequest(head), caller: caller}
}

// check refuses a request by its lines, in the order of the original's checks:
// verb, path, login.
func (m *message) check(ctx context.Context) {
	if m.request.verb == "" || m.request.describes() {
		return
	}
	namespace, name := m.request.class()
	switch {
	case !m.request.known():
		m.refuse(rpc.Errorf(400, "use one of %s", strings.Join(verbs, ", ")))
	case m.request.uri != "" && (namespace == "" || name == ""):
		m.refuse(rpc.Errorf(400, "the path must be /<namespace>/<name>"))
	default:
		m.login(ctx)
	}
}

// refuse ends the message after its lines.
func (m *message) refuse(err *rpc.Error) { m.refused, m.bare = err, true }

// login gives a request that names a user its own caller. Other messages on the
// connection keep the connection's login.
func (m *message) login(ctx context.Context) {
	user, password, found := m.request.basic()
	own := *m.caller
	m.caller = &own
	if !found {
		return
	}
	own.Forget()
	identity, err := m.speaker.Router.Logins.Verify(ctx, own.Address, user, password)
	if err != nil {
		m.refuse(rpc.LoginError(err, m.speaker.Router.Compat))
	}
	own.Identity = identity
}

// open returns the function that answers a request with lines. It may take any
// time.
func (m *message) open(ctx context.Context, body string) func(context.Context) []byte {
	if m.request.describes() {
		return func(context.Context) []byte { return m.request.reply(200, nil) }
	}
	call := m.admit(ctx, body)
	return func(ctx context.Context) []byte { return m.write(call.Answer(ctx)) }
}

// admit returns the call that answers the message.
func (m *message) admit(ctx context.Context, body string) *rpc.Call {
	router := m.speaker.Router
	if m.refused != nil {
		return router.Refuse(m.caller, wire.Message{}, m.refused)
	}
	parsed, err := m.parse(body)
	parsed.ID = plainID(parsed.ID)
	if err != nil {
		m.bare = true
		return router.Refuse(m.caller, parsed, err)
	}
	return router.Admit(ctx, m.caller, parsed)
}

// parse parses the JSON. If the path names a class, anything but a JSON object
// means that there are no arguments; the class may refuse that.
func (m *message) parse(body string) (wire.Message, *rpc.Error) {
	text := lenient(simplified(body))
	if m.request.verb == "" || m.request.uri == "" {
		return m.speaker.Router.Bounds.ParseMessage(text)
	}
	namespace, name := m.request.class()
	parsed, _ := m.speaker.Router.Bounds.ParseBody(text, namespace, name)
	return parsed, nil
}

// write returns the text of a reply.
func (m *message) write(reply *rpc.Reply) []byte {
	if reply == nil {
		return m.silence()
	}
	if m.request.verb == "" {
		text, _ := reply.Message.Text() // cannot fail: its id was decoded or encoded before
		return text
	}
	return m.request.reply(reply.Code, m.body(reply))
}
