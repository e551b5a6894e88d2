// Package recording writes and reads a file of JSON lines with everything that
// the checks of a run sent and received.
//
// The first line is a Header. Each further line is a Check, in the order in
// which the checks ended. The last line marks the end; without it the run was
// interrupted. Members may be added, but none will be removed.
package recording

import (
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// Format is the number of the format that is written here.
const Format = 1

// A Header says of which run a recording is.
type Header struct {
	// Format is the number of the format, never 0.
	Format int `json:"recording"`

	// Suite is the version of the suite.
	Suite string `json:"suite"`

	// Target is the server.
	Target conformance.Target `json:"target"`

	// Editions are those it was judged by, and Compat the way it claimed.
	Editions []string `json:"editions"`
	Compat   string   `json:"compat"`

	// Began is when.
	Began time.Time `json:"began"`
}

// A Check is what became of a check, and all that it sent and received.
type Check struct {
	ID      string             `json:"check"`
	Edition string             `json:"edition"`
	Level   conformance.Level  `json:"level"`
	Status  conformance.Status `json:"status"`

	// Reason is why a check did not pass.
	Reason string `json:"reason,omitempty"`

	// Messages are in the order in which they were sent and received, without
	// secrets, each as far as the suite keeps it.
	Messages []conformance.Message `json:"-"`
}

// end is the last line of a whole recording.
type end struct {
	Ended  time.Time `json:"ended"`
	Checks int       `json:"checks"`
}

// A Recording is a file that has been read.
type Recording struct {
	Header Header
	Checks []Check

	// Ended is false for the recording of a run that was interrupted.
	Ended bool
}
