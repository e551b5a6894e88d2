// Package pyjson holds JSON as Python's json module does: objects keep the order
// of their members, and text is printed in ASCII.
package pyjson

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// A Value is a JSON value. The zero value is not true.
type Value struct {
	kind    byte // the first byte of its JSON: { [ " t f n, or 0 of a number
	text    string
	names   []string // of the members of an object
	members []Value  // of an object, or of a list
}

// Parse reads one JSON value. Of members of one name the last counts.
func Parse(text string) (Value, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	v, err := read(d)
	if err != nil {
		return Value{}, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Value{}, errors.New("something follows the JSON value")
	}
	return v, nil
}

func read(d *json.Decoder) (Value, error) {
	token, err := d.Token()
	if err != nil {
		return Value{}, err
	}
	switch t := token.(type) {
	case json.Delim:
		return readMembers(d, byte(t))
	case string:
		return Value{kind: '"', text: t}, nil
	case json.Number:
		return Value{text: t.String()}, nil
	}
	text := fmt.Sprint(token)
	if token == nil {
		text = "null"
	}
	return Value{kind: text[0], text: text}, nil
}

// readMembers reads what follows a bracket, to the one that closes it.
func readMembers(d *json.Decoder, kind byte) (Value, error) {
	v := Value{kind: kind}
	for d.More() {
		name := ""
		if kind == '{' {
			token, err := d.Token()
			if err != nil {
				return Value{}, err
			}
			name = token.(string) // all that the decoder lets be here
		}
		member, err := read(d)
		if err != nil {
			return Value{}, err
		}
		v.put(name, member)
	}
	_, err := d.Token()
	return v, err
}

// put adds a member, or replaces the one of that name.
func (v *Value) put(name string, member Value) {
	if v.kind != '{' {
		v.members = append(v.members, member)
		return
	}
	if i := slices.Index(v.names, name); i >= 0 {
		v.members[i] = member
		return
	}
	v.names, v.members = append(v.names, name), append(v.members, member)
}

// Get returns the member of an object.
func (v Value) Get(name string) (Value, bool) {
	i := slices.Index(v.names, name)
	if i < 0 {
		return Value{}, false
	}
	return v.members[i], true
}

// IsObject reports whether the value is an object.
func (v Value) IsObject() bool { return v.kind == '{' }

// First returns the first member of a list.
func (v Value) First() (Value, bool) {
	if v.kind != '[' || len(v.members) == 0 {
		return Value{}, false
	}
	return v.members[0], true
}

// Text is the text of a string, and the JSON of another value.
func (v Value) Text() string {
	if v.kind == '"' {
		return v.text
	}
	return v.JSON(0)
}

// Type is the name of the value's type in Python.
func (v Value) Type() string {
	switch v.kind {
	case '{':
		return "dict"
	case '[':
		return "list"
	case '"':
		return "str"
	case 't', 'f':
		return "bool"
	case 'n':
		return "NoneType"
	}
	if strings.ContainsAny(v.text, ".eE") {
		return "float"
	}
	return "int"
}

// True reports whether Python takes the value for true: it is neither empty nor
// zero.
func (v Value) True() bool {
	switch v.kind {
	case '{', '[':
		return len(v.members) > 0
	case '"':
		return v.text != ""
	case 0:
		n, _ := strconv.ParseFloat(v.text, 64) // without a text 0, too large a number infinite
		return n != 0
	}
	return v.kind == 't'
}
