package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/wire"
)

// simplified replaces white space by single blanks, also inside strings, and
// trims both ends, like Qt's QString::simplified.
func simplified(text string) string { return strings.Join(strings.Fields(text), " ") }

// lenient turns what Qt accepted as JSON into strict JSON: an unknown escape
// means the escaped character, and strings may contain control characters.
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

// plainID writes an id as Qt wrote it after parsing, with only the necessary
// escapes. An id other than a string is not changed.
func plainID(id json.RawMessage) json.RawMessage {
	var text *string
	if json.Unmarshal(id, &text) != nil || text == nil {
		return id
	}
	plain, _ := wire.Marshal(*text) // cannot fail: a string
	return plain
}
