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
	Scenario string
	Program  string
	Dialect  string
	Host     json.RawMessage // the host it begins on, as a seed
	Steps    []Step
}

// A Step is one recorded run of the command.
type Step struct {
	Args     []string
	Stdin    string
	User     string // empty: root
	Env      map[string]string
	Before   Before
	Stdout   string
	Stderr   string
	ExitCode int `json:"exit_code"`
	Note     string

	// StdoutMatch says that only that much of stdout counts: "first_line" or
	// "not_empty". Empty: all of it.
	StdoutMatch string `json:"stdout_match"`
}

// Before is what was changed on the host by hand before a step.
type Before struct {
	PoolComment map[string]string `json:"pool_comment"`
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
