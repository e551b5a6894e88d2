package conformance

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// The bounds of what a failure shows, in bytes and lines.
const (
	traceText  = 2000
	traceLines = 12
)

// A trace is what a check sent and received, with secrets removed.
type trace struct {
	lines   []string
	secrets *strings.Replacer
	known   []string
}

// keepSecret hides a user's password wherever it may stand: as text, inside
// JSON, and in a Basic header.
func (t *trace) keepSecret(user, password string) {
	t.hide(password, "<password>")
	t.hide(base64.StdEncoding.EncodeToString([]byte(user+":"+password)), "<credentials>")
}

// hide replaces a secret from now on.
func (t *trace) hide(secret, with string) {
	if secret == "" {
		return
	}
	quoted, _ := json.Marshal(secret)
	t.known = append(t.known, string(quoted[1:len(quoted)-1]), with, secret, with)
	t.secrets = strings.NewReplacer(t.known...)
}

func (t *trace) redact(text string) string {
	if t.secrets == nil {
		return text
	}
	return t.secrets.Replace(text)
}

// note adds a line; the first and the latest ones are kept.
func (t *trace) note(over, direction string, text []byte) {
	shown := t.redact(string(text))
	if len(shown) > traceText {
		shown = fmt.Sprintf("%s… (%d bytes)", shown[:traceText], len(text))
	}
	t.lines = append(t.lines, fmt.Sprintf("%s %s %s", over, direction, shown))
	if len(t.lines) > traceLines {
		t.lines = append(t.lines[:1], t.lines[2:]...)
	}
}

// shown returns the lines without any secret learned since they were noted: a
// token is known only after the reply that brings it.
func (t *trace) shown() []string {
	lines := make([]string, len(t.lines))
	for i, line := range t.lines {
		lines[i] = t.redact(line)
	}
	return lines
}
