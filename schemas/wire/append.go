package wire

import "encoding/json"

// Object is an object of one member, whose value Marshal has written. Of more
// names, each but the first is that of an object of one member in the one before.
func Object(value json.RawMessage, names ...string) Text {
	size := len(value)
	for _, name := range names {
		size += len(name) + len(`{"":}`)
	}
	b := make([]byte, 0, size)
	for _, name := range names {
		b = append(appendString(append(b, '{'), name), ':')
	}
	b = append(b, value...)
	for range names {
		b = append(b, '}')
	}
	return b
}

// Text is the message as Marshal would write it, its arguments as they are:
// Marshal has written them. The error is that the id is no JSON.
func (m Message) Text() ([]byte, error) {
	id, err := marshalID(m.ID)
	if err != nil {
		return nil, err
	}
	b := make([]byte, 0, len(m.Args)+len(id)+len(m.Name)+len(m.Namespace)+48)
	b = append(b, '{')
	if len(m.Args) > 0 {
		b = append(append(append(b, `"args":`...), m.Args...), ',')
	}
	if len(id) > 0 {
		b = append(append(append(b, `"id":`...), id...), ',')
	}
	b = appendString(append(b, `"name":`...), m.Name)
	b = appendString(append(b, `,"namespace":`...), m.Namespace)
	return append(b, '}'), nil
}

// marshalID writes an id, which may be any JSON, and mostly is a plain string.
func marshalID(id json.RawMessage) (json.RawMessage, error) {
	if n := len(id); n == 0 || n > 1 && id[0] == '"' && id[n-1] == '"' && IsPlain(id[1:n-1]) {
		return id, nil
	}
	return Marshal(id)
}

func appendString(b []byte, s string) []byte {
	if IsPlain(s) {
		return append(append(append(b, '"'), s...), '"')
	}
	text, _ := Marshal(s) // a string
	return append(b, text...)
}

// IsPlain reports whether a text between quotes is the JSON string of that text:
// it has no escapes, and needs none.
func IsPlain[T string | []byte | json.RawMessage](text T) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
