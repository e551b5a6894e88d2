package coverage

import "github.com/sysadm-go/sysadm/conformance/internal/effect"

// A kind is what is asked of every action, or of every parameter.
type kind struct {
	name, text string
	of         func(action string) bool
	over       []string // on which it is asked; empty: all
}

// transports are those on which it is asked of what is offered over these. Over
// REST no token lives: each request brings its login.
func (k kind) transports(offered []string) []string {
	if len(k.over) > 0 {
		return k.over
	}
	return offered
}

func changes(action string) bool { return !effect.Reads(action) }
func every(string) bool          { return true }

// kinds are asked of every action of sysadm/iocage.
var kinds = []kind{
	{name: "form", text: "The answer has the documented members, of the documented types.", of: every},
	{name: "strict", text: "The answer has the documented form and nothing else.", of: every},
	{name: "truth", text: "The answer is true of the host.", of: effect.Reads},
	{name: "equal", text: "Both transports answer the same.", of: effect.Reads},
	{name: "effect", text: "The change that the answer reports was made.", of: changes},
	{name: "job", text: "The answer names the jobs that it started; the dispatcher lists them and reports them in events.", of: effect.Starts},
	{name: "others", text: "Nothing else on the host changes.", of: changes},
	{name: "again", text: "A repeated request is answered as documented, and changes nothing.", of: effect.Repeats},
	{name: "failure", text: "A failure of iocage is not answered as a success.", of: every},
	{name: "login", text: "Without a login the request is refused with error 401 and not carried out.", of: every},
	{name: "expired", text: "With an expired token the request is refused with error 401.", of: every, over: websocket},
	{name: "operator", text: "A user without full access may send the request.", of: every},
}

// parameterKinds are asked of every parameter of an action of sysadm/iocage.
var parameterKinds = []kind{
	{name: "present", text: "%s has its documented meaning."},
	{name: "missing", text: "Without %s the request is answered as documented, or refused."},
	{name: "type", text: "A value of %s of a wrong type gets error 400."},
	{name: "unknown", text: "A value of %s that names nothing is refused."},
	{name: "empty", text: "An empty value of %s is refused, or means that there is none."},
	{name: "dash", text: "A value of %s that begins with a dash is never an option of a command."},
	{name: "shell", text: "No shell runs anything in %s."},
	{name: "words", text: "A blank in %s does not begin another argument."},
	{name: "control", text: "A value of %s with NUL, a line break or other control characters is refused."},
	{name: "long", text: "A value of %s of any length does no harm."},
}

// classKinds are asked of the replies and events of all other classes.
var classKinds = []kind{
	{name: "form", text: "The message has the documented members, of the documented types."},
	{name: "strict", text: "The message has the documented form and nothing else."},
}

// classParameterKinds are asked of every parameter of the other classes.
var classParameterKinds = []kind{
	{name: "present", text: "%s has its documented meaning."},
	{name: "missing", text: "Without %s the request is answered as documented, or refused."},
	{name: "type", text: "A value of %s of a wrong type is refused and does no harm."},
}

// public are the requests that need no login, and error, which is the reply to
// any.
var public = map[string]bool{"auth": true, "auth_token": true, "auth_ssl": true, "auth_clear": true, "identify": true, "error": true}
