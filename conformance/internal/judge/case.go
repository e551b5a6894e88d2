package judge

import (
	"context"
	"slices"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// The two transports, as the names of the documented exchanges and of the
// schemas end.
const (
	WebSocket = "websocket"
	REST      = "rest"
)

// A Case is a script and what it is told.
type Case struct {
	// Edition is whose promise is judged. Needs are words that a script must have
	// in its header before it may do some things.
	Edition edition.Edition
	Needs   []string

	// Compat is how the server claims to read the documents.
	Compat edition.Compat

	// File is where the script lies, Work the folder in which it makes its own, and
	// Text what it says.
	File, Work, Text string

	// Transport, Action, Parameter and Exchange are variables of the script.
	Transport, Action, Parameter, Exchange string

	// Jail and Pool are those of the run, Release is what it makes jails of, and
	// Prefix how the tags of its jails and the ids of its jobs begin.
	Jail, Pool, Release, Prefix string

	// Timeout bounds every single wait for the server, and Limit giving back what
	// was borrowed.
	Timeout, Limit time.Duration

	// Simulated says that the host is thrown away, and SharesLogins that one script
	// may take over the connection on which another has logged in.
	Simulated, SharesLogins bool

	// Ledger is told of what is made and borrowed on a host that is not simulated.
	Ledger loan.Ledger
}

func (c Case) needs(word string) bool { return slices.Contains(c.Needs, word) }

// Run judges a host by a script, gives back what that borrowed, and leaves its
// sessions.
func Run(ctx context.Context, h *Host, c Case) Ending {
	j := newJudge(ctx, h, c)
	ending := j.runScript()
	switch {
	case ending.Status == Passed:
		ending = j.withOthers(ending)
	case ending.Status == Failed && j.chosenChanges():
		ending = Ending{Status: Skipped, Message: othersChangeJail}
	}
	ending.Unreturned = j.restore()
	j.close(ending.Status == Passed && ending.Unreturned == nil)
	ending.Trace, ending.Redact = j.trace.shown(), j.trace.redact
	for _, text := range []*string{&ending.Message, &ending.Pointer, &ending.Expected, &ending.Got} {
		*text = j.trace.redact(*text)
	}
	return ending
}
