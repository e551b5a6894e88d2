package edition

// A Compat is a way of reading the documents where the original server of
// February 2016 and the documents differ.
type Compat struct {
	// Name is "documented" or "reference".
	Name string

	// TextCodes writes the code of an error reply as a string ("401").
	TextCodes bool

	// ErrorNamespace is the namespace of every error reply; empty means that
	// of the request.
	ErrorNamespace string

	// CutValues ends a value of getjailsettings at its first colon, as the
	// examples of the documents show it.
	CutValues bool

	// ErrorsAsMembers answers startjail, stopjail and, up to edition 2016-02-05,
	// getjailsettings with whatever lines iocage printed, also those with which it
	// refused: {"x": {"ERROR": " x not found!"}} in place of {"error": "…"}.
	ErrorsAsMembers bool

	// PaddedErrors tells an ERROR of iocage as it was printed, with the blanks before
	// it; otherwise they are left out.
	PaddedErrors bool

	// EmptyRefusals answers capjail with {} when iocage prints anything, even
	// that the limits are applied.
	EmptyRefusals bool

	// ObjectSubscriptions makes events/subscribe accept an array or an object,
	// which subscribes to nothing; otherwise it accepts an array or one name.
	ObjectSubscriptions bool

	// EmptyEvents sends a subscriber an event at once, even if nothing has
	// happened yet: its arguments are then null.
	EmptyEvents bool

	// RunsOnly makes rpc/dispatcher accept only run, start every member that
	// can be read as a job, and ignore the others.
	RunsOnly bool

	// OneLogPerJob makes dispatcher events report that a job runs, by its id,
	// and at its end its output as one text. Otherwise they have the form of
	// edition 2017-06-05, and also report waiting jobs.
	OneLogPerJob bool

	// BareMessages ends an error's message after the reason phrase; otherwise
	// a cause may follow ("Not Found: iocage is not installed on this host").
	BareMessages bool

	// TextIDs treats an id that is not a string as missing.
	TextIDs bool

	// NamesUnidentified gives the reply to a request without an id the
	// request's name instead of "response".
	NamesUnidentified bool

	// BlockedCode is the code of the error that a blocked address gets.
	BlockedCode int

	// Texts treats each message as a text, over either transport. It may begin
	// with the lines of an HTTP request, and is then answered with the lines of
	// an HTTP reply. Otherwise the REST port speaks HTTP.
	Texts bool

	// Handshake adds the headers of the original's answer to a WebSocket
	// handshake.
	Handshake bool

	// NoSeconds reports 0 as the life of a token.
	NoSeconds bool

	// Lacks are the classes (namespace/name) that do not exist, and Unlisted
	// those that rpc/query does not list.
	Lacks, Unlisted []string

	// UnknownEvent is the code of the error for an unknown name in namespace
	// events.
	UnknownEvent int

	// LooseArguments treats an argument that is not a string as empty, and a
	// user or password that is a number or a boolean as its text.
	LooseArguments bool
}

// Documented follows the documents, except where they would lose data.
var Documented = Compat{
	Name:         "documented",
	BlockedCode:  403,
	UnknownEvent: 404,
}

// Reference follows the original server's behaviour on the wire.
var Reference = Compat{
	Name:                "reference",
	TextCodes:           true,
	ErrorNamespace:      "error",
	CutValues:           true,
	ErrorsAsMembers:     true,
	PaddedErrors:        true,
	EmptyRefusals:       true,
	ObjectSubscriptions: true,
	EmptyEvents:         true,
	RunsOnly:            true,
	OneLogPerJob:        true,
	BareMessages:        true,
	TextIDs:             true,
	NamesUnidentified:   true,
	BlockedCode:         401,
	Texts:               true,
	Handshake:           true,
	NoSeconds:           true,
	Lacks:               referenceLacks,
	Unlisted:            referenceUnlisted,
	UnknownEvent:        400,
	LooseArguments:      true,
}

var (
	referenceLacks    = []string{"rpc/logs", "rpc/settings", "sysadm/settings", "rpc/auth_ssl"}
	referenceUnlisted = []string{"rpc/identify", "rpc/query"}
)

// Compats are the known ways, the default first.
var Compats = []Compat{Documented, Reference}

// FindCompat returns the way of the given name; the error lists the known names.
func FindCompat(name string) (Compat, error) {
	return find("compat", name, Compats, func(c Compat) string { return c.Name })
}
