package difference

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"unicode/utf8"
)

// A value is a JSON value whose texts are cut into segments. It keeps all members
// of an object, in their order, also those of the same name.
type value struct {
	kind    kind
	text    []segment // of a text, or of bytes
	plain   string    // of a number, true, false or null, as it is written
	members []member  // of an object
	items   []*value  // of an array
}

type member struct {
	name  string
	parts []segment // of the name
	value *value
}

// A kind is a type of JSON, or bare for what is no JSON.
type kind string

const (
	object kind = "object"
	array  kind = "array"
	text   kind = "text"
	number kind = "number"
	truth  kind = "boolean"
	null   kind = "null"
	bare   kind = "no JSON"
)

// maxDepth is how deeply values may be nested to be read as JSON: no reply that
// means something comes near.
const maxDepth = 100

// parse reads one JSON value and nothing behind it. What is none, or not UTF-8,
// is bytes, as they are.
func parse(raw string) *value {
	d := json.NewDecoder(strings.NewReader(raw))
	d.UseNumber()
	if utf8.ValidString(raw) {
		if v := parseValue(d, "", 0); v != nil {
			if _, err := d.Token(); err == io.EOF {
				return v
			}
		}
	}
	return &value{kind: bare, text: split(raw, "")}
}

func newText(raw, under string) *value {
	return &value{kind: text, text: split(raw, under)}
}

// parseValue reads the value of a member; nil is no value.
func parseValue(d *json.Decoder, under string, depth int) *value {
	token, err := d.Token()
	if err != nil || depth > maxDepth {
		return nil
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return parseObject(d, depth)
		}
		return parseArray(d, under, depth)
	case string:
		return newText(t, under)
	case json.Number:
		return &value{kind: number, plain: t.String()}
	case bool:
		if t {
			return &value{kind: truth, plain: "true"}
		}
		return &value{kind: truth, plain: "false"}
	}
	return &value{kind: null, plain: "null"}
}

func parseObject(d *json.Decoder, depth int) *value {
	v := &value{kind: object}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil
		}
		one := parseValue(d, name, depth+1)
		if one == nil {
			return nil
		}
		v.members = append(v.members, member{name, splitName(name, one), one})
	}
	if _, err := d.Token(); err != nil {
		return nil
	}
	return v
}

// splitName cuts the name of a member into segments. Tables of the last edition
// have a jail under its jid, or a plugin under its tag and its jid (ruling 14).
func splitName(name string, of *value) []segment {
	jid := of.find("jid").string()
	head, ends := strings.CutSuffix(name, jid)
	if jid == "" || !ends || head != "" && !strings.HasSuffix(head, "_") {
		return split(name, "")
	}
	return append(split(head, ""), split(jid, "jid")...)
}

func parseArray(d *json.Decoder, under string, depth int) *value {
	v := &value{kind: array}
	for d.More() {
		one := parseValue(d, under, depth+1)
		if one == nil {
			return nil
		}
		v.items = append(v.items, one)
	}
	if _, err := d.Token(); err != nil {
		return nil
	}
	return v
}

// find returns the first member of a name, or nil.
func (v *value) find(name string) *value {
	if v == nil {
		return nil
	}
	for _, m := range v.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// string is a text without its segments; "" for anything else.
func (v *value) string() string {
	if v == nil {
		return ""
	}
	return plain(v.text)
}

// json is the value as it was sent, compact.
func (v *value) json() json.RawMessage {
	var b bytes.Buffer
	v.write(&b)
	return b.Bytes()
}

func (v *value) write(b *bytes.Buffer) {
	switch v.kind {
	case object:
		for i, m := range v.members {
			b.WriteString(separator(i, "{", ","))
			b.Write(quote(m.name))
			b.WriteByte(':')
			m.value.write(b)
		}
		b.WriteString(separator(len(v.members), "{}", "}"))
	case array:
		for i, one := range v.items {
			b.WriteString(separator(i, "[", ","))
			one.write(b)
		}
		b.WriteString(separator(len(v.items), "[]", "]"))
	case text, bare:
		b.Write(quote(v.string()))
	default:
		b.WriteString(v.plain)
	}
}

// separator is what stands before the first of a list, or the others.
func separator(i int, first, other string) string {
	if i == 0 {
		return first
	}
	return other
}

// quote writes a text as JSON. What is not UTF-8 cannot be a text there: it is an
// object that holds it in base64, as in a recording.
func quote(text string) json.RawMessage {
	if !utf8.ValidString(text) {
		return json.RawMessage(`{"base64":"` + base64.StdEncoding.EncodeToString([]byte(text)) + `"}`)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string always marshals
	return bytes.TrimSpace(b.Bytes())
}
