// Package calls records the calls on an imitated host, and searches them.
package calls

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

// A Call is one run of the command, written down when it ended.
type Call struct {
	// Time is when it began, by the host's clock and in UTC: who runs for a
	// millisecond does not look where it is.
	Time time.Time `json:"time"`

	// Args are its words, without the program's name. Bytes that are no UTF-8
	// are kept as U+FFFD.
	Args []string `json:"args"`

	// User is who ran it.
	User string `json:"user"`

	// Dialect is the program that was imitated.
	Dialect string `json:"dialect"`

	// ExitCode is its exit status. A call that a fault left hanging, or that
	// was killed, has none.
	ExitCode *int `json:"exit_code"`

	// Milliseconds is how long it took, by the machine's clock.
	Milliseconds float64 `json:"duration_ms"`

	// Faults are the names of the faults that it hit.
	Faults []string `json:"faults,omitempty"`
}

// record returns a line break and the call as JSON, as encoding/json would
// write it. The line break ends a previous record that a killed writer or a
// full disk has left incomplete. The JSON is written by hand because
// encoding/json takes longer to analyse the type than the whole command takes.
func (c Call) record() ([]byte, error) {
	moment, err := c.Time.MarshalText()
	if err != nil {
		return nil, err
	}
	b := append(append(make([]byte, 0, 256), "\n{\"time\":\""...), moment...)
	b = appendTexts(append(b, "\",\"args\":"...), c.Args)
	b = appendText(append(b, ",\"user\":"...), c.User)
	b = appendText(append(b, ",\"dialect\":"...), c.Dialect)
	b = append(b, ",\"exit_code\":"...)
	if c.ExitCode == nil {
		b = append(b, "null"...)
	} else {
		b = strconv.AppendInt(b, int64(*c.ExitCode), 10)
	}
	b = strconv.AppendFloat(append(b, ",\"duration_ms\":"...), c.Milliseconds, 'f', -1, 64)
	if len(c.Faults) > 0 {
		b = appendTexts(append(b, ",\"faults\":"...), c.Faults)
	}
	return append(b, '}'), nil
}

func appendTexts(b []byte, texts []string) []byte {
	if texts == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, text := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, text)
	}
	return append(b, ']')
}

func appendText(b []byte, text string) []byte {
	b = append(b, '"')
	for _, r := range text { // yields U+FFFD for invalid UTF-8
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = fmt.Appendf(b, "\\u%04x", r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// parse parses records. It leaves out incomplete ones.
func parse(data []byte) []Call {
	var all []Call
	for line := range bytes.Lines(data) {
		var c Call
		if json.Unmarshal(line, &c) == nil {
			all = append(all, c)
		}
	}
	return all
}
