package report

import (
	"bytes"
	"encoding/json"
	"strings"
)

// pretty is the text of a message, indented if it is JSON, in three parts: what
// stands before the value at a JSON pointer, the value, and what follows it.
type pretty struct{ Before, Value, After string }

// newPretty looks for the pointer, or for as much of it as is there: what lacks
// a member is marked where the member would be. Without a value to mark the
// text is all in Before. About so many bytes are kept, around the value.
func newPretty(text, pointer string, most int) pretty {
	if pointer == "" && len(text) > most {
		return pretty{Before: printable(shorten(text, most))}
	}
	var b bytes.Buffer
	if nesting(text) > mostNesting || json.Indent(&b, []byte(text), "", "  ") != nil {
		return pretty{Before: printable(shorten(text, most))}
	}
	shown := b.String()
	if !strings.HasPrefix(pointer, "/") {
		return pretty{Before: shown}.within(most)
	}
	begin := locate(shown, pointer)
	var value json.RawMessage
	_ = json.NewDecoder(strings.NewReader(shown[begin:])).Decode(&value) // it was valid, to be indented
	return pretty{shown[:begin], string(value), shown[begin+len(value):]}.within(most)
}

// mostNesting is how deep JSON may be nested and is still indented: deeper it
// would grow beyond all bounds.
const mostNesting = 64

// nesting is how deep JSON text is nested.
func nesting(text string) int {
	deepest, depth, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[', c == '{':
			depth++
			deepest = max(deepest, depth)
		case c == ']', c == '}':
			depth--
		}
	}
	return deepest
}

// within cuts the text to about so many bytes, around the value.
func (p pretty) within(most int) pretty {
	if len(p.Before)+len(p.Value)+len(p.After) > most {
		p.Value = shorten(p.Value, most/2)
		p.After = shorten(p.After, (most-len(p.Value))/2)
		p.Before = shortenStart(p.Before, most-len(p.Value)-len(p.After))
	}
	return pretty{printable(p.Before), printable(p.Value), printable(p.After)}
}

// shortenStart keeps so many bytes of the end of a text.
func shortenStart(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return "…" + strings.ToValidUTF8(text[len(text)-most:], "")
}
