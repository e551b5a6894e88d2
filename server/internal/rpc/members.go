package rpc

import (
	"bytes"
	"encoding/json"
	"iter"
)

// isObject tells a JSON object from everything else.
func isObject(text []byte) bool {
	text = bytes.TrimLeft(text, blanks)
	return len(text) > 0 && text[0] == '{' && json.Valid(text)
}

// members yields those of a JSON object as json.Unmarshal finds them, in a fraction
// of its time; the values are parts of the text. Of two of one name, the last one
// counts.
func members(object []byte) iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		rest := bytes.TrimLeft(bytes.TrimLeft(object, blanks)[1:], blanks)
		for rest[0] != '}' {
			var name, value []byte
			name, rest = cutValue(rest)
			value, rest = cutValue(rest[1:]) // behind the colon
			if !yield(stringOf(name), value) {
				return
			}
			if rest[0] == ',' {
				rest = bytes.TrimLeft(rest[1:], blanks)
			}
		}
	}
}

// blanks are those of JSON.
const blanks = " \t\r\n"

// cutValue cuts the first value from JSON that is known to be some, and the blanks
// on both its sides.
func cutValue(text []byte) (value, rest []byte) {
	text = bytes.TrimLeft(text, blanks)
	end := endOfValue(text)
	return text[:end:end], bytes.TrimLeft(text[end:], blanks)
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
