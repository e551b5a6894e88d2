package coverage

import "slices"

// A kind is what is asked of every action, or of every parameter.
type kind struct {
	name, text string
	of         func(action string) bool
}

// readers are the actions that change nothing. An action that is none of them is
// taken for one that changes the host.
var readers = []string{"listjails", "getdefaultsettings", "getjailsettings", "df"}

func reads(action string) bool   { return slices.Contains(readers, action) }
func changes(action string) bool { return !reads(action) }
func every(string) bool          { return true }

// kinds are asked of every action of sysadm/iocage.
var kinds = []kind{
	{"form", "The answer has the documented members, of the documented types.", every},
	{"strict", "The answer has the documented form and nothing else.", every},
	{"truth", "The answer tells what is so on the host.", reads},
	{"equal", "Both transports answer the same.", reads},
	{"effect", "What the answer says was done is done.", changes},
	{"others", "Nothing else on the host changes.", changes},
	{"again", "What is done already is answered as documented, and changes nothing.", changes},
	{"failure", "What iocage fails to do is not answered as a success.", every},
	{"login", "Without a login it is refused with error 401 and not carried out.", every},
	{"expired", "With a login whose token has expired it is refused with error 401.", every},
	{"operator", "A user without full access may ask it.", every},
}

// parameterKinds are asked of every parameter of an action of sysadm/iocage.
var parameterKinds = []kind{
	{name: "present", text: "%s is taken as what the request is about."},
	{name: "missing", text: "Without %s the request is answered as documented, or refused."},
	{name: "type", text: "%s that is no text is error 400."},
	{name: "unknown", text: "%s that names nothing is refused."},
	{name: "empty", text: "An empty %s is refused, or means that there is none."},
	{name: "dash", text: "%s that begins with a dash is never an option of a command."},
	{name: "shell", text: "Nothing in %s is carried out by a shell."},
	{name: "words", text: "A blank in %s begins no other argument."},
	{name: "control", text: "%s with NUL, a line break or other control characters is refused."},
	{name: "long", text: "%s of any length does no harm."},
}

// classKinds are asked of the replies and events of all other classes.
var classKinds = []kind{
	{name: "form", text: "It has the documented members, of the documented types."},
	{name: "strict", text: "It has the documented form and nothing else."},
}

// classParameterKinds are asked of every parameter of the other classes.
var classParameterKinds = []kind{
	{name: "present", text: "%s is taken as what the request is about."},
	{name: "missing", text: "Without %s the request is answered as documented, or refused."},
	{name: "type", text: "%s of a wrong type is refused and does no harm."},
}

// public are the requests that need no login, and error, which is the reply to
// any.
var public = map[string]bool{"auth": true, "auth_token": true, "auth_ssl": true, "auth_clear": true, "identify": true, "error": true}
