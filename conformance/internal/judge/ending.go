package judge

import (
	"context"
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

// The ways in which a script ends. Failed is the server's fault; Unable is ours, or
// says that the server could not be reached; Skipped has a reason.
const (
	Passed  = "pass"
	Failed  = "fail"
	Skipped = "skip"
	Unable  = "error"
)

// An Ending is what became of a case. It holds no secret.
type Ending struct {
	Status string

	// Message says what is wrong, or the reason of a skip, and the difference what was
	// expected where, if something was compared.
	Message string
	document.Difference

	// Line is where the script stopped; 0 where it did not.
	Line int

	// Trace is what was sent and received until then.
	Trace []Message

	// Unreturned says why something could not be given back. It may hold secrets.
	Unreturned error

	// Redact hides the secrets of the case in a text.
	Redact func(text string) string
}

// sentence is the message together with the difference, in one sentence.
func (e Ending) sentence() string {
	if e.Expected == "" {
		return e.Message
	}
	return e.Message + ": " + e.Difference.String()
}

// halt unwinds a script command after its ending has been noted; Cmd.call
// turns it into the script's end.
type halt struct{}

// unexpectedEnding is the ending with an answer that shows the server to be wrong.
func unexpectedEnding(u *document.Unexpected) Ending {
	return Ending{Status: Failed, Message: u.Why, Difference: u.Difference}
}

// differ ends the check: the server is wrong. Pointer tells where in the last
// reply; it is "" where the reply as a whole is wrong, or is none.
func (j *judge) differ(pointer, expected, got, why string) {
	j.end(Ending{Status: Failed, Message: why, Difference: document.Difference{Pointer: pointer, Expected: expected, Got: got}})
}

// unable ends the check: it is not known whether the server is wrong.
func (j *judge) unable(format string, args ...any) {
	j.end(Ending{Status: Unable, Message: fmt.Sprintf(format, args...)})
}

// skip ends the check: there is nothing on this host to judge by.
func (j *judge) skip(reason string) { j.end(Ending{Status: Skipped, Message: reason}) }

// end notes the ending. A wait that was cut short by our own limit says so; one
// that was cut short by an interrupt tells nothing about the server.
func (j *judge) end(e Ending) {
	if err := j.ctx.Err(); err != nil {
		e.Message += " (the check was ended: " + context.Cause(j.ctx).Error() + ")"
		if errors.Is(err, context.Canceled) {
			e.Status = Unable
		}
	}
	j.stopped = &e
	panic(halt{})
}
