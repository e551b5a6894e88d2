// Package calls keeps what was run on an imitated host, and looks for a call
// in it.
package calls

import (
	"bytes"
	"encoding/json"
	"time"
)

// A Call is one run of the command, written down when it ended.
type Call struct {
	// Time is when it began, by the host's clock.
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

// A record is a line break and the call as JSON: whatever a writer that was
// killed, or a full disk, left of the record before it, ends there.
func (c Call) record() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('\n')
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(c)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// parse reads records. What is torn is no call and is left out.
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
