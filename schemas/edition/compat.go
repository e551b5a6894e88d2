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

	// ObjectSubscriptions has events/subscribe take an array or an object, which
	// asks for nothing; otherwise it takes an array or one name.
	ObjectSubscriptions bool

	// EmptyEvents sends whoever subscribes an event at once even where nothing
	// has happened yet: its arguments are null.
	EmptyEvents bool

	// RunsOnly has rpc/dispatcher know run alone, start whatever can be taken for
	// a job and let pass what cannot.
	RunsOnly bool

	// OneLogPerJob has dispatcher events tell of a job that it runs, by its id,
	// and when it has ended, what it printed in one text; otherwise they are
	// those of edition 2017-06-05, for a job that waits, too.
	OneLogPerJob bool

	// BareMessages ends an error's message after the reason phrase; otherwise
	// a cause may follow ("Not Found: iocage is not installed on this host").
	BareMessages bool

	// TextIDs takes an id that is no string for a missing one.
	TextIDs bool

	// NamesUnidentified gives the reply to a request without an id the
	// request's name in place of "response".
	NamesUnidentified bool

	// BlockedCode is the code of the error that a blocked address gets.
	BlockedCode int

	// Texts has each message be a text, whatever carries it, that may begin with
	// the lines of an HTTP request and is then answered with those of a reply;
	// otherwise the REST port speaks HTTP.
	Texts bool

	// Handshake adds the headers with which a WebSocket handshake of the original
	// was answered.
	Handshake bool

	// NoSeconds tells 0 as the life of a token.
	NoSeconds bool

	// Lacks are the classes, namespace/name, that there are not, and Unlisted
	// those that rpc/query keeps to itself.
	Lacks, Unlisted []string

	// UnknownEvent is the code of the error for a name of namespace events that
	// is none.
	UnknownEvent int

	// LooseArguments takes an argument that is no string for an empty one, and
	// a user or password that is a number or a truth for its text.
	LooseArguments bool
}

// Documented follows the documents, repaired where they would lose data.
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
