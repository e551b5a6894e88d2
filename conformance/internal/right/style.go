package right

// A style is one of the two right ways to answer.
type style struct {
	textCodes      bool // error codes as strings
	errorNamespace bool // namespace "error" in error replies
	cut            bool // values end at their first colon
	emptyQuery     bool // {} to activatepool without a pool
	underJail      bool // ERROR under the jail's name
	bareErrors     bool // no body with an error over REST
	old            bool // events and dispatcher of February 2016, no settings, no logs, no keys, no identify
	lossy          bool // lines of iocage that follow an empty one are lost
	trusting       bool // users need no password, as all come from the host itself
	seconds        int
	contentType    string
}

var (
	documentedStyle = style{seconds: 300, contentType: "application/json"}
	referenceStyle  = style{
		textCodes: true, errorNamespace: true, cut: true, emptyQuery: true, underJail: true, bareErrors: true, old: true, lossy: true,
		contentType: "text/json; charset=utf-8",
	}
)
