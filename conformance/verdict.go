package conformance

import (
	"context"
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

// halt unwinds a script command after its outcome has been noted; Cmd.call
// turns it into the script's end.
type halt struct{}

// unexpectedOutcome is what an answer that shows the server to be wrong makes of a check.
func unexpectedOutcome(u *document.Unexpected) Outcome {
	return Outcome{Status: Fail, Message: u.Why, Pointer: u.Pointer, Expected: u.Expected, Got: u.Got}
}

// differ ends the check: the server is wrong. Pointer tells where in the last
// reply; it is "" where the reply as a whole is wrong, or is none.
func (j *judge) differ(pointer, expected, got, why string) {
	j.end(Outcome{Status: Fail, Message: why, Pointer: pointer, Expected: expected, Got: got})
}

// unable ends the check: it is not known whether the server is wrong.
func (j *judge) unable(format string, args ...any) {
	j.end(Outcome{Status: Error, Message: fmt.Sprintf(format, args...)})
}

// skip ends the check: there is nothing on this host to judge by.
func (j *judge) skip(reason string) { j.end(Outcome{Status: Skip, Message: reason}) }

// end notes the outcome. A wait that was cut short by our own limit says so; one
// that was cut short by an interrupt tells nothing about the server.
func (j *judge) end(o Outcome) {
	if err := j.ctx.Err(); err != nil {
		o.Message += " (the check was ended: " + context.Cause(j.ctx).Error() + ")"
		if errors.Is(err, context.Canceled) {
			o.Status = Error
		}
	}
	j.stopped = &o
	panic(halt{})
}
