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
