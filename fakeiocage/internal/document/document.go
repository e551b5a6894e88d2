// Package document reads descriptions of the imitated host, written by hand as
// one JSON or YAML object without unknown members. It writes them as JSON.
package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Read reads the document into the value, which encoding/json describes. What
// begins with a brace, a bracket or a quote is JSON (RFC 8259), all else YAML
// 1.2. Unknown members, wrong types, members that come twice in YAML and
// anything after the object are errors of one line.
func Read(data []byte, into any) error {
	if !looksLikeJSON(data) {
		converted, err := fromYAML(data)
		if err != nil {
			return err
		}
		data = converted
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return inWords(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON object")
	}
	return nil
}

func looksLikeJSON(data []byte) bool {
	text := bytes.TrimSpace(data)
	return len(text) == 0 || bytes.IndexByte([]byte(`{["`), text[0]) >= 0
}

// inWords translates errors of encoding/json into the terms of the format.
func inWords(err error) error {
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong) && wrong.Field == "":
		return errors.New("it is no JSON object")
	case errors.As(err, &wrong):
		return fmt.Errorf("member %q holds %s, not %s", member(wrong.Field), article(wrong.Value), article(kind(wrong.Type)))
	case errors.Is(err, io.EOF):
		return errors.New("it is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it ends in the middle")
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return fmt.Errorf("there is no member %s", name)
	}
	return err
}

// kind returns the JSON kind of a type's values, as encoding/json names it.
func kind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice, reflect.Array:
		return "array"
	case reflect.Map, reflect.Struct:
		return "object"
	}
	return "whole number"
}

func article(noun string) string {
	if strings.ContainsAny(noun[:1], "ao") {
		return "an " + noun
	}
	return "a " + noun
}

// member returns the path of a member as the author of the document sees it,
// without the names of embedded Go structs (which begin with a capital).
func member(path string) string {
	var names []string
	for name := range strings.SplitSeq(path, ".") {
		if name != "" && (name[0] < 'A' || name[0] > 'Z') {
			names = append(names, name)
		}
	}
	return strings.Join(names, ".")
}
