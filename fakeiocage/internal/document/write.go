package document

import (
	"bytes"
	"encoding/json"
)

// Indented returns the value as JSON that people read and change: an indent of
// four, <, > and & as they are, a newline at the end.
func Indented(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "    ")
	err := e.Encode(value)
	return b.Bytes(), err
}
