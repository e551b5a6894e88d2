// Package document writes and reads messages as plain JSON, finds places in
// them, and compares them.
package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Parse reads one JSON value and nothing behind it; nil if the text is none.
// Whole numbers are what they count, however they are written.
func Parse(text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF {
		return nil
	}
	return counted(v)
}

// counted has every whole number in a document written in digits.
func counted(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, one := range v {
			v[name] = counted(one)
		}
	case []any:
		for i, one := range v {
			v[i] = counted(one)
		}
	case json.Number:
		return digits(v)
	}
	return v
}

// digits writes a number that is whole in digits: 300, 300.0 and 3e2 are the same
// one (RFC 8259, 6). Others, and what a float64 cannot count, stay as they are.
func digits(n json.Number) json.Number {
	if !strings.ContainsAny(string(n), ".eE") {
		return n
	}
	const countable = 1 << 53
	f, err := n.Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= countable {
		return n
	}
	return json.Number(strconv.FormatInt(int64(f), 10))
}

// Show writes a value as compact JSON, bounded, for a message.
func Show(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	text := strings.TrimSpace(b.String())
	if len(text) > 300 {
		return text[:300] + "…"
	}
	return text
}

// ShowText writes a message as compact JSON, or quotes what is none, for a message.
func ShowText(text []byte) string {
	if v := Parse(text); v != nil {
		return Show(v)
	}
	return strconv.Quote(string(text[:min(len(text), 300)]))
}

// Scalar is a string as it is, and anything else as JSON.
func Scalar(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return Show(v)
}

// TypeOf names the type of a value as JSON Schema does.
func TypeOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	}
	return "number"
}

// Message writes a message as the documents show it.
func Message(id, namespace, name string, args any) []byte {
	text, err := json.Marshal(map[string]any{"namespace": namespace, "name": name, "id": id, "args": args})
	if err != nil {
		panic(err) // strings and parsed JSON always marshal
	}
	return text
}
