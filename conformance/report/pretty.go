package report

import (
	"bytes"
	"encoding/json"
	"strconv"
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
	begin, end := b.Len(), b.Len()
	if pointer != "" {
		begin, end = locate(b.Bytes(), steps(pointer))
	}
	shown := b.String()
	return pretty{shown[:begin], shown[begin:end], shown[end:]}.within(most)
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

// steps are the members and places that a JSON pointer names (RFC 6901).
func steps(pointer string) []string {
	list := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i := range list {
		list[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(list[i])
	}
	return list
}

// locate returns where in valid JSON the value at the end of the steps begins
// and ends, or the last value on the way there that exists.
func locate(text []byte, steps []string) (begin, end int) {
	for i := range len(text) {
		if text[i] > ' ' {
			begin = i
			break
		}
	}
	end = len(bytes.TrimRight(text, " \n"))
	if len(steps) == 0 {
		return begin, end
	}
	value, from, found := member(text, steps[0])
	if !found {
		return begin, end
	}
	begin, end = locate(value, steps[1:])
	return begin + from, end + from
}

// member returns a member of an object, the last of that name, or an element of
// an array, and where it begins.
func member(text []byte, name string) (value []byte, from int, found bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	open, err := d.Token()
	if err != nil || open != json.Delim('{') && open != json.Delim('[') {
		return nil, 0, false
	}
	for place := 0; d.More(); place++ {
		key := json.Token(strconv.Itoa(place))
		if open == json.Delim('{') {
			if key, err = d.Token(); err != nil {
				return nil, 0, false
			}
		}
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			return nil, 0, false
		}
		if key == name {
			value, from, found = raw, int(d.InputOffset())-len(raw), true
		}
	}
	return value, from, found
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
