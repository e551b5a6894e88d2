package judge

import (
	"context"
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

// halt unwinds a script command after its ending has been noted; Cmd.call
// turns it into the script's end.
type halt struct{}

// unexpectedEnding is what an answer that shows the server to be wrong makes of a check.
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
