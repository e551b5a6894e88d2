package judge

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sysadm-go/sysadm/conformance/internal/near"
)

// messageText bounds what is kept of the text of one message, in bytes: enough
// for any reply that a check reads, but not for one that is meant to be too
// large.
const messageText = 64 << 10

// A Message is one text that a check sent or received, without secrets.
type Message struct {
	// Session is the client of the check that sent or received it.
	Session string `json:"session"`

	// Transport is "websocket" or "rest".
	Transport string `json:"transport"`

	// Direction is "sent", "received", or "handshake" for a try of TLS.
	Direction string `json:"direction"`

	// Verb and Path are those of a REST request, Status that of its answer.
	Verb   string `json:"verb,omitempty"`
	Path   string `json:"path,omitempty"`
	Status int    `json:"status,omitempty"`

	// Header is that of an HTTP answer; several values of a name stand in one,
	// with commas between them.
	Header map[string]string `json:"header,omitempty"`

	// Text is the message, or the body. Bytes is its whole length where Text
	// has been cut, else 0.
	Text  string `json:"text"`
	Bytes int    `json:"bytes,omitempty"`
}

// A trace is what a check sent and received.
type trace struct {
	messages []Message
	secrets  []hidden
	longest  int // length of a secret
	tokens   []string
}

// hidden is a secret and what is shown instead.
type hidden struct{ secret, with string }

// keepSecret hides a user's password wherever it may stand: as text, inside
// JSON, and in a Basic header; and what is nearly the password.
func (t *trace) keepSecret(user, password string) {
	t.hide(password, "<password>")
	t.hide(base64.StdEncoding.EncodeToString([]byte(user+":"+password)), "<credentials>")
	if len(password) >= leastNear {
		t.hide(near.SwapCase(password), "<password in other case>")
		t.hide(near.AllButLast(password), "<part of password>")
	}
}

// leastNear is from how many bytes on a part of a secret is hidden, too. That of a
// shorter one may stand anywhere.
const leastNear = 4

// keepToken hides a token and what is nearly it. Each token has a name of its own,
// so that a message shows which of them it holds. What is too short for a token may
// stand anywhere: a server that took it for one is shown as it is.
func (t *trace) keepToken(token string) {
	if len(token) < leastNear || slices.Contains(t.tokens, token) {
		return
	}
	t.tokens = append(t.tokens, token)
	name := "token"
	if n := len(t.tokens); n > 1 {
		name = fmt.Sprintf("token %d", n)
	}
	t.hide(token, "<"+name+">")
	if len(token) >= 2*leastNear {
		t.hide(near.SwapCase(token), "<"+name+" in other case>")
		t.hide(token[:len(token)/2], "<first half of "+name+">")
		t.hide(token[len(token)/2:], "<second half of "+name+">")
	}
}

// hide replaces a secret from now on.
func (t *trace) hide(secret, with string) {
	if secret == "" {
		return
	}
	quoted, _ := json.Marshal(secret)
	t.secrets = append(t.secrets, hidden{string(quoted[1 : len(quoted)-1]), with}, hidden{secret, with})
	t.longest = max(t.longest, len(quoted))
}

func (t *trace) redact(text string) string {
	for _, s := range t.secrets {
		text = strings.ReplaceAll(text, s.secret, s.with)
	}
	return text
}

// note adds a message whose text is given beside it.
func (t *trace) note(m Message, text []byte) {
	margin := t.longest + utf8.UTFMax
	kept := text[:min(len(text), messageText+margin)]
	m.Text = t.redact(string(kept))
	end := len(m.Text)
	if len(kept) < len(text) {
		end = max(0, end-margin) // behind it may stand the first part of a secret
	}
	if end = min(end, messageText); end < len(m.Text) {
		m.Text, m.Bytes = cutText(m.Text, end), len(text)
	}
	t.messages = append(t.messages, m)
}

// cutText leaves out what is behind the end, which is in the text, but no half of
// a character.
func cutText(text string, end int) string {
	for least := max(0, end-utf8.UTFMax); end > least && !utf8.RuneStart(text[end]); {
		end--
	}
	return strings.Clone(text[:end])
}

// shown returns the messages without any secret learned since they were noted:
// a token is known only after the reply that brings it.
func (t *trace) shown() []Message {
	for i := range t.messages {
		m := &t.messages[i]
		m.Text = t.redact(m.Text)
		for name, value := range m.Header {
			m.Header[name] = t.redact(value)
		}
	}
	return t.messages
}
