// Package replay holds recorded runs of an iocage against another one: the same
// words in the same order on a host in the same state, and what differs.
package replay

import (
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
	PoolComment map[string]string `json:"pool_comment,omitempty"`
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
