package rpc

import (
	"bytes"
	"encoding/json"

	"github.com/sysadm-go/sysadm/schemas/wire"
)

// isObject reports whether JSON text is an object.
func isObject(text []byte) bool {
	text = skipBlanks(text)
	return len(text) > 0 && text[0] == '{'
}

// members iterates over the members of a JSON object, as json.Unmarshal would
// find them, in a fraction of its time. Names and values are slices of the
// text. If a name occurs twice, the last value counts.
type members struct {
	name, value json.RawMessage
	rest        []byte
}

// membersOf begins before the first member. Empty text has no members.
func membersOf(object []byte) members {
	if object == nil {
		return members{}
	}
	return members{rest: skipBlanks(skipBlanks(object)[1:])}
}

// next goes to the next member, if there is one.
func (m *members) next() bool {
	if len(m.rest) == 0 || m.rest[0] == '}' {
		return false
	}
	m.name, m.rest = cutValue(m.rest)
	m.value, m.rest = cutValue(m.rest[1:]) // after the colon
	if m.rest[0] == ',' {
		m.rest = skipBlanks(m.rest[1:])
	}
	return true
}

// blanks are JSON's white space.
const blanks = " \t\r\n"

func skipBlanks(text []byte) []byte {
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\t' || text[0] == '\r' || text[0] == '\n') {
		text = text[1:]
	}
	return text
}

// cutValue cuts the first value, and the blanks around it, from text that is
// known to be valid JSON.
func cutValue(text []byte) (value, rest []byte) {
	text = skipBlanks(text)
	end := endOfValue(text)
	return text[:end:end], skipBlanks(text[end:])
}

func endOfValue(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += endOfString(text[i:]) - 1
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		default:
			if depth == 0 {
				return endOfWord(text)
			}
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(text)
}

// endOfString returns the index after a string's closing quote.
func endOfString(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// endOfWord returns the index after a number or a literal such as true.
func endOfWord(text []byte) int {
	if end := bytes.IndexAny(text, blanks+",]}"); end >= 0 {
		return end
	}
	return len(text)
}

// says reports whether value is a JSON string with that text.
func says(value json.RawMessage, text string) bool {
	if n := len(value); n > 1 && wire.IsPlain(value[1:n-1]) {
		return string(value[1:n-1]) == text
	}
	return stringOf(value) == text
}

// textOf returns the text of a JSON string; found is false for any other value.
func textOf(value json.RawMessage) (string, bool) {
	if n := len(value); n > 1 && value[0] == '"' && value[n-1] == '"' && wire.IsPlain(value[1:n-1]) {
		return string(value[1 : n-1]), true
	}
	var s *string
	if json.Unmarshal(value, &s) != nil || s == nil {
		return "", false
	}
	return *s, true
}

// stringOf returns the text of a JSON string, and "" for any other value.
func stringOf(value json.RawMessage) string {
	s, _ := textOf(value)
	return s
}
