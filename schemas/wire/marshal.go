package wire

import (
	"bytes"
	"encoding/json"
)

// A Text is JSON that Marshal has written: it is written again as it is.
type Text json.RawMessage

// MarshalJSON is the text.
func (t Text) MarshalJSON() ([]byte, error) { return t, nil }

// Marshal is json.Marshal without the escapes that only HTML and JavaScript
// need: text is written as the original server wrote it, in UTF-8.
func Marshal(v any) (json.RawMessage, error) {
	if text, ok := v.(Text); ok {
		return json.RawMessage(text), nil
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return plain(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// needless are the escapes that encoding/json writes where UTF-8 would do.
var needless = map[string]string{`\u2028`: "\u2028", `\u2029`: "\u2029", `\ufffd`: "\ufffd"}

// plain takes needless escapes out of JSON.
func plain(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	var b []byte
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 {
			return append(b, text...)
		}
		b = append(b, text[:i]...)
		escape := text[i:min(i+6, len(text))]
		character, found := needless[string(escape)]
		if !found {
			escape, character = text[i:i+2], string(text[i:i+2])
		}
		b, text = append(b, character...), text[i+len(escape):]
	}
}
