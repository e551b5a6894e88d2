// Package replay repeats a recorded run of iocage on another iocage: the same
// commands, in the same order, on a host in the same state. It reports the
// differences.
package replay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

// A Transcript is one recorded scenario.
type Transcript struct {
	Scenario string          `json:"scenario"`
	Program  string          `json:"program"`
	Dialect  string          `json:"dialect"`
	Host     json.RawMessage `json:"host"` // the host it begins on, as a seed
	Steps    []Step          `json:"steps"`
}

// A Step is one recorded run of the command.
type Step struct {
	Args     []string          `json:"args"`
	Stdin    string            `json:"stdin,omitempty"`
	User     string            `json:"user,omitempty"` // empty: root
	Env      map[string]string `json:"env,omitempty"`
	Before   Before            `json:"before,omitzero"`
	Stdout   string            `json:"stdout"`
	Stderr   string            `json:"stderr"`
	ExitCode int               `json:"exit_code"`
	Note     string            `json:"note,omitempty"`

	// StdoutMatch says that only that much of stdout counts: "first_line" or
	// "not_empty". Empty: all of it.
	StdoutMatch string `json:"stdout_match,omitempty"`
}

// Before is what was changed on the host by hand before a step.
type Before struct {
	// PoolComment are comments of pools, by pool.
	PoolComment map[string]string `json:"pool_comment,omitempty"`

	// Host are members of the host's description, each of which takes the place
	// of the present one.
	Host map[string]json.RawMessage `json:"host,omitempty"`
}

// UnmarshalJSON refuses what it does not know: a change by hand that a replay
// passed over would make a wrong answer look like the imitation's.
func (b *Before) UnmarshalJSON(data []byte) error {
	type plain Before
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode((*plain)(b)); err != nil {
		return fmt.Errorf("cannot read what was changed before a step: %v", err)
	}
	return nil
}

// Read reads a transcript file.
func Read(name string) (t Transcript, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return t, err
	}
	if err := json.Unmarshal(data, &t); err != nil {
		return t, fmt.Errorf("cannot read the transcript %s: %v", name, err)
	}
	return t, nil
}
