package conformance

import "fmt"

// halt unwinds a script command after its outcome has been noted; scriptCommand
// turns it into the script's end.
type halt struct{}

// fail ends the check: the server is wrong.
func (j *judge) fail(format string, args ...any) {
	j.end(Outcome{Status: Fail, Message: fmt.Sprintf(format, args...)})
}

// differ ends the check at a difference in the last reply.
func (j *judge) differ(pointer, expected, got, why string) {
	j.end(Outcome{
		Status: Fail, Pointer: pointer, Expected: expected, Got: got,
		Message: fmt.Sprintf("%s: at %q expected %s, got %s", why, pointer, expected, got),
	})
}

// unable ends the check: it is not known whether the server is wrong.
func (j *judge) unable(format string, args ...any) {
	j.end(Outcome{Status: Error, Message: fmt.Sprintf(format, args...)})
}

// skip ends the check: there is nothing on this host to judge by.
func (j *judge) skip(reason string) { j.end(Outcome{Status: Skip, Message: reason}) }

// end notes the outcome. A wait that was cut short by our own limit or by an
// interrupt says so.
func (j *judge) end(o Outcome) {
	if cause := j.ctx.Err(); cause != nil {
		o.Message += " (the check was ended: " + cause.Error() + ")"
	}
	j.stopped = &o
	panic(halt{})
}
