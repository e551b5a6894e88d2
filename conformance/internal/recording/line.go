package recording

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"github.com/sysadm-go/sysadm/conformance"
)

// checkLine is a Check as it is written.
type checkLine struct {
	Check
	Messages []message `json:"messages"`
}

// A message is one of a check. What is not UTF-8 cannot be a JSON text without
// loss: it stands in base64 instead.
type message struct {
	conformance.Message
	Base64 []byte `json:"base64,omitempty"`
}

// newCheckLine is an outcome as it is written.
func newCheckLine(o conformance.Outcome) checkLine {
	line := checkLine{
		Check:    Check{ID: o.Check.ID, Edition: o.Check.Edition.Name, Level: o.Check.Level, Status: o.Status, Reason: o.Message},
		Messages: []message{},
	}
	for _, m := range o.Trace {
		one := message{Message: m}
		if !utf8.ValidString(m.Text) {
			one.Text, one.Base64 = "", []byte(m.Text)
		}
		line.Messages = append(line.Messages, one)
	}
	return line
}

// check is what was written.
func (l checkLine) check() Check {
	for _, m := range l.Messages {
		if len(m.Base64) > 0 {
			m.Text = string(m.Base64)
		}
		l.Check.Messages = append(l.Check.Messages, m.Message)
	}
	return l.Check
}

// encode writes a line, with its newline.
func encode(line any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(line)
	return b.Bytes(), err
}
