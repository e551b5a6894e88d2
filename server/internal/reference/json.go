package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/wire"
)

// simplified collapses white space to single blanks, also inside strings, and
// takes it away from both ends: Qt's QString::simplified.
func simplified(text string) string { return strings.Join(strings.Fields(text), " ") }

// lenient makes strict JSON of what Qt took for JSON: escapes that mean nothing
// are the character escaped, and strings may hold control characters.
func lenient(text string) []byte {
	var b bytes.Buffer
	inString := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case !inString:
			inString = c == '"'
			b.WriteByte(c)
		case c == '"':
			inString = false
			b.WriteByte(c)
		case c == '\\' && i+1 < len(text):
			i++
			if strings.IndexByte(`"\/bfnrtu`, text[i]) >= 0 {
				b.WriteByte('\\')
			}
			b.WriteByte(text[i])
		case c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.Bytes()
}

// plainID writes an id as Qt wrote what it had read: with the escapes it needs
// and no others. What is no string stays.
func plainID(id json.RawMessage) json.RawMessage {
	var text *string
	if json.Unmarshal(id, &text) != nil || text == nil {
		return id
	}
	plain, _ := wire.Marshal(*text) // a string
	return plain
}

// indent lays compact JSON out as Qt did: by four blanks, and an empty object or
// array on two lines.
func indent(compact []byte) []byte {
	var b bytes.Buffer
	depth, inString := 0, false
	line := func() {
		b.WriteByte('\n')
		b.WriteString(strings.Repeat("    ", depth))
	}
	for i, c := range compact {
		switch {
		case inString || c == '"':
			if c == '"' && !escaped(compact[:i]) {
				inString = !inString
			}
			b.WriteByte(c)
		case c == '{' || c == '[':
			depth++
			b.WriteByte(c)
			if next := compact[i+1]; next != '}' && next != ']' {
				line()
			}
		case c == '}' || c == ']':
			depth--
			line()
			b.WriteByte(c)
		case c == ',':
			b.WriteByte(c)
			line()
		case c == ':':
			b.WriteString(": ")
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// escaped tells whether what follows the text is escaped: it ends in an odd
// number of backslashes.
func escaped(text []byte) bool {
	return (len(text)-len(bytes.TrimRight(text, `\`)))%2 == 1
}
