package rpc

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"

	"github.com/sysadm-go/sysadm/schemas/wire"
)

// ParseMessage reads a WebSocket message. Member names are case-sensitive. Of
// two equal members the last counts; unknown members are ignored. Without the
// member args, the whole message is the arguments. On an error the message has
// what could be read, for the reply.
func (b Bounds) ParseMessage(text []byte) (wire.Message, *Error) {
	if err := b.check(text); err != nil {
		return wire.Message{}, err
	}
	m := envelope(text)
	if m.Namespace == "" || m.Name == "" {
		return m, Errorf(400, "a message needs a namespace and a name, both strings")
	}
	return m, nil
}

// ParseBody reads the body of a REST request to the given class. The arguments
// are its member args, or else the whole body. An empty body has no arguments.
func (b Bounds) ParseBody(body []byte, namespace, name string) (wire.Message, *Error) {
	m := wire.Message{Namespace: namespace, Name: name}
	if len(bytes.TrimSpace(body)) == 0 {
		return m, nil
	}
	if err := b.check(body); err != nil {
		return m, err
	}
	m = envelope(body)
	m.Namespace, m.Name = namespace, name
	return m, nil
}

// envelope reads the members of a message that is an object.
func envelope(object []byte) wire.Message {
	m := wire.Message{Args: object}
	for in := membersOf(object); in.next(); {
		switch {
		case says(in.name, "args"):
			m.Args = in.value
		case says(in.name, "id"):
			m.ID = in.value
		case says(in.name, "namespace"):
			m.Namespace = stringOf(in.value)
		case says(in.name, "name"):
			m.Name = stringOf(in.value)
		}
	}
	return m
}

// check returns why a text is not a message. A message is a JSON object.
func (b Bounds) check(text []byte) *Error {
	if most := cmp.Or(b.Nesting, originalNesting); deeper(text, most) {
		return Errorf(400, "the message is nested more than %d deep", most)
	}
	if isObject(text) && json.Valid(text) {
		return nil
	}
	var object map[string]json.RawMessage
	err := json.Unmarshal(text, &object)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return Errorf(400, "the message must be a JSON object, not a JSON %s", wrong.Value)
	case err != nil:
		return Errorf(400, "the message is not JSON: %v", err)
	}
	return Errorf(400, "the message must be a JSON object, not a JSON null")
}

// originalNesting is how deep a message of the original server may be nested.
const originalNesting = 1024

// deeper reports whether brackets outside strings are nested deeper than most.
func deeper(text []byte, most int) bool {
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > most {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
