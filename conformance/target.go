package conformance

import (
	"net/url"
	"strings"
)

// A Target says what was judged, without any secret.
type Target struct {
	// Kind is "simulated", "command", "address", or "other" for a Host that
	// does not say what it is.
	Kind string `json:"kind"`

	// WS and REST are the addresses of a server that runs already.
	WS   string `json:"ws,omitempty"`
	REST string `json:"rest,omitempty"`

	// Command is the program that was started, without its arguments: those may
	// hold secrets.
	Command string `json:"command,omitempty"`
}

// String tells the target in a few words.
func (t Target) String() string {
	switch t.Kind {
	case "simulated":
		return "the simulated host"
	case "command":
		return "the command " + t.Command
	case "address":
		return strings.Join(strings.Fields(t.WS+" "+t.REST), " and ")
	}
	return "a host of its own kind"
}

// A targeted Host says what it is in a report.
type targeted interface{ Target() Target }

// TargetOf says what a host is.
func TargetOf(h Host) Target {
	if t, ok := h.(targeted); ok {
		return t.Target()
	}
	return Target{Kind: "other"}
}

// Target says that the host is simulated.
func (s *Simulator) Target() Target { return Target{Kind: "simulated"} }

// Target names the program.
func (c *Command) Target() Target {
	return Target{Kind: "command", Command: strings.Join(c.Words[:min(1, len(c.Words))], "")}
}

// Target names the addresses, without a user or password in them.
func (a *Address) Target() Target {
	return Target{Kind: "address", WS: withoutUser(a.Endpoint.WS), REST: withoutUser(a.Endpoint.REST)}
}

// withoutUser leaves out what a URL may say before its host. What is no URL
// cannot have been connected to.
func withoutUser(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}
