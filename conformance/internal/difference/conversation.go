package difference

import (
	"encoding/json"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
)

// A conversation is what a check sent and received, replies beside their
// requests.
type conversation struct {
	exchanges []*exchange
	events    []*event
}

// An exchange is a request and its reply, or a handshake.
type exchange struct {
	title   string // what was asked, in words
	session string
	id      string // of a request over WebSocket; "" is none
	request message
	reply   *message // nil where none came

	// atOnce says that another request was on its way at the same time. Which of
	// the two was done first is a matter of time, so that what the replies tell is
	// not compared, unless they are errors, and what later ones of the check tell by
	// its shape.
	atOnce bool

	sentAt, answeredAt int // places among the messages of the check
}

// An event is an unasked message. Events about other jobs, or of other names,
// come in any order; of one lane the order binds.
type event struct {
	session string
	name    string
	job     []segment
	count   int // of those before it in its lane
	message message
}

// A message is one of a check, as far as it can be compared.
type message struct {
	conformance.Message
	value  *value
	header *value // of an HTTP answer, else nil
}

// converse sorts the messages of a check, without what its neighbours have made.
func converse(s side) conversation {
	var c conversation
	own := ownIn(s.Check)
	lanes := map[string]int{}
	for at, m := range s.Messages {
		one := newMessage(m)
		switch {
		case m.Direction != "received":
			x := newExchange(one)
			x.sentAt = at
			c.exchanges = append(c.exchanges, x)
		case isEvent(one.value):
			e := newEvent(one)
			lane := strings.Join([]string{e.session, e.name, plain(e.job)}, "\x00")
			if e.foreign(own) {
				continue
			}
			e.count = lanes[lane]
			lanes[lane]++
			c.events = append(c.events, e)
		default:
			c.answer(one).answeredAt = at
		}
	}
	c.overlap()
	for _, x := range c.exchanges {
		x.leaveOut(own, s.made)
	}
	return c
}

// overlap marks the exchanges of which another began before they were over.
func (c *conversation) overlap() {
	for _, x := range c.exchanges {
		for _, other := range c.exchanges {
			if other.reply != nil && x.sentAt < other.sentAt && other.sentAt < x.answeredAt {
				x.atOnce, other.atOnce = true, true
			}
		}
	}
}

func newMessage(m conformance.Message) message {
	one := message{Message: m, value: &value{kind: bare}}
	if m.Bytes == 0 {
		one.value = parse(m.Text)
	}
	if m.Header != nil {
		header, _ := json.Marshal(m.Header) // texts always marshal
		one.header = parse(string(header))
	}
	return one
}

func newExchange(m message) *exchange {
	x := &exchange{session: m.Session, request: m, id: string(m.value.find("id").orNull())}
	words := []string{m.Transport}
	switch {
	case m.Direction == "handshake":
		words = append(words, "handshake", m.Text)
	case m.Verb != "":
		words = append(words, m.Verb, m.Path, m.value.find("action").string())
	default:
		name := m.value.find("namespace").string() + "/" + m.value.find("name").string()
		words = append(words, name, m.value.find("args").find("action").string())
	}
	x.title = strings.Join(strings.Fields(strings.Join(words, " ")), " ")
	return x
}

// answer gives a reply to its request: over WebSocket the first one without a
// reply that has its id, else, as over REST, the latest one without any.
func (c *conversation) answer(m message) *exchange {
	id := string(m.value.find("id").orNull())
	var found *exchange
	for _, x := range c.exchanges {
		if x.session != m.Session || x.reply != nil || x.request.Transport != m.Transport || x.request.Direction != "sent" {
			continue
		}
		found = x
		if m.Status == 0 && x.id == id {
			break
		}
	}
	if found == nil {
		found = &exchange{title: m.Transport + " unasked message", session: m.Session, request: message{value: &value{kind: null, plain: "null"}}}
		c.exchanges = append(c.exchanges, found)
	}
	found.reply = &m
	return found
}

// fails reports whether a message is an error.
func (m message) fails() bool {
	return m.Status >= 400 || m.value.find("name").string() == "error" || m.value.find("namespace").string() == "error"
}

// isEvent reports whether a message is an unasked one.
func isEvent(v *value) bool {
	name := v.find("name").string()
	return v.find("namespace").string() == "events" && name != "response" && name != "error"
}

func newEvent(m message) *event {
	e := &event{session: m.Session, name: m.value.find("name").string(), message: m}
	args := m.value.find("args")
	for _, id := range []*value{args.find("process_id"), args.find("proc_id"), args.find("process_details").find("process_id")} {
		if id != nil {
			e.job = id.text
			break
		}
	}
	return e
}

// title is what came, in words.
func (e *event) title() string { return "websocket event " + e.name }

// over reports whether nothing may follow the event in its lane: it tells of the
// end of a job.
func (e *event) over() bool {
	args := e.message.value.find("args")
	return args.find("state").string() == "finished" || args.find("proc_id") != nil
}

// orNull is the value as JSON; nothing for none.
func (v *value) orNull() json.RawMessage {
	if v == nil {
		return nil
	}
	return v.json()
}

// plain is the text of segments.
func plain(parts []segment) string {
	var b strings.Builder
	for _, s := range parts {
		b.WriteString(s.text)
	}
	return b.String()
}
