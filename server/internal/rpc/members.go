package rpc

import (
	"bytes"
	"encoding/json"
)

// isObject tells a JSON object from other JSON.
func isObject(text []byte) bool {
	text = skipBlanks(text)
	return len(text) > 0 && text[0] == '{'
}

// members are those of a JSON object as json.Unmarshal finds them, in a fraction of
// its time, one after the other: names and values are parts of the text. Of two of
// one name, the last one counts.
type members struct {
	name, value json.RawMessage
	rest        []byte
}

// membersOf begins before the first member; of no text, there is none.
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
	m.value, m.rest = cutValue(m.rest[1:]) // behind the colon
	if m.rest[0] == ',' {
		m.rest = skipBlanks(m.rest[1:])
	}
	return true
}

// blanks are those of JSON.
const blanks = " \t\r\n"

func skipBlanks(text []byte) []byte {
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\t' || text[0] == '\r' || text[0] == '\n') {
		text = text[1:]
	}
	return text
}

// cutValue cuts the first value from JSON that is known to be some, and the blanks
// on both its sides.
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

// endOfString is behind the quote that ends a string.
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

// endOfWord is behind a number, or a name as true.
func endOfWord(text []byte) int {
	if end := bytes.IndexAny(text, blanks+",]}"); end >= 0 {
		return end
	}
	return len(text)
}

// says tells whether a JSON string says a text.
func says(value json.RawMessage, text string) bool {
	if n := len(value); n > 1 && saysItself(value[1:n-1]) {
		return string(value[1:n-1]) == text
	}
	return stringOf(value) == text
}

// textOf returns what a JSON string says; it is false for any other value.
func textOf(value json.RawMessage) (string, bool) {
	if n := len(value); n > 1 && value[0] == '"' && value[n-1] == '"' && saysItself(value[1:n-1]) {
		return string(value[1 : n-1]), true
	}
	var s *string
	if json.Unmarshal(value, &s) != nil || s == nil {
		return "", false
	}
	return *s, true
}

// saysItself tells text that JSON writes as it is.
func saysItself(text []byte) bool {
	for _, c := range text {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// stringOf returns a JSON string's text, and "" for any other value.
func stringOf(value json.RawMessage) string {
	s, _ := textOf(value)
	return s
}
