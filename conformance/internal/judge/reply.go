package judge

import (
	"encoding/json"
	"strconv"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// An arrival is a message that came, read once.
type arrival struct {
	text     []byte
	document any // text as JSON, nil if it is none
}

func arrive(text []byte) arrival { return arrival{text, document.Parse(text)} }

// A reply is what the last request was answered, over either transport.
type reply struct {
	arrival // the message, or the body
	over    string
	action  string // of sysadm/iocage, if the request had one
	http    probe.Reply
	asked   *question // nil if it was not asked in words
}

// id returns the id of a message as text: a string as it is, null as an empty one,
// another value as JSON. It is false for what is no JSON object or has no id.
func (a arrival) id() (string, bool) {
	message, _ := a.document.(map[string]any)
	id, ok := message["id"]
	if text, isText := id.(string); isText || id == nil {
		return text, ok
	}
	text, _ := json.Marshal(id) // it was read from JSON
	return string(text), true
}

// isEvent reports whether a message is an unasked one, which may come at any
// time to who has subscribed.
func (a arrival) isEvent() bool {
	message, _ := a.document.(map[string]any)
	_, named := message["name"].(string)
	return message["namespace"] == "events" && (named || message["name"] == nil)
}

// code is that of an error, "" for another reply.
func (r reply) code() string {
	if r.over == REST {
		if r.http.Status < 400 {
			return ""
		}
		return strconv.Itoa(r.http.Status)
	}
	message, _ := r.document.(map[string]any)
	if message["name"] != "error" && message["namespace"] != "error" {
		return ""
	}
	details, _ := message["args"].(map[string]any)
	return document.Scalar(details["code"])
}

// showReply is a whole reply as a message shows it.
func showReply(r reply) string { return document.ShowText(r.text) }
