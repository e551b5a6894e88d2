// Package wire is the shape of a message on the socket: the four members that
// every request, reply and error has (documents, "Communicating with the
// server"). It is for servers and clients; the conformance suite reads bytes.
package wire

import "encoding/json"

// A Message is one JSON object on a WebSocket connection. Its members marshal
// in the order in which the original server writes them: sorted by name.
type Message struct {
	// Args is the request's arguments or the reply's result.
	Args json.RawMessage `json:"args,omitempty"`

	// ID is chosen by the client and echoed in the reply. The documents use
	// strings; any JSON value is carried.
	ID json.RawMessage `json:"id,omitempty"`

	// Name is the class ("iocage"), and "response" or "error" in a reply.
	Name string `json:"name"`

	// Namespace is "sysadm", "rpc" or "events".
	Namespace string `json:"namespace"`
}

// The names of a reply.
const (
	Response = "response"
	Error    = "error"
)
