// Package configfile reads the YAML files that users write for the suite, and
// reports a mistake in one sentence.
package configfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Read reads the file into a pointer to a struct. A key that the struct does not
// have, a key that stands twice and a second document are errors, and so is an
// empty file.
func Read(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err // names the file
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); errors.Is(err, io.EOF) {
		return fmt.Errorf("%s says nothing", path)
	} else if err != nil {
		return fmt.Errorf("%s: %s", path, plain(err, into))
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: it has more than one document", path)
	}
	return nil
}

// unknownKey is how the YAML package tells of a key that a struct lacks.
var unknownKey = regexp.MustCompile(`field (.+) not found in type \S+`)

// plain is the first mistake that the YAML package tells of, in words for people
// who know no Go.
func plain(err error, into any) string {
	text := err.Error()
	var several *yaml.TypeError
	if errors.As(err, &several) {
		text = several.Errors[0]
	}
	text = strings.TrimPrefix(text, "yaml: ")
	if unknownKey.MatchString(text) {
		text = unknownKey.ReplaceAllString(text, `unknown key "$1"`) + ": use " + strings.Join(keys(reflect.TypeOf(into)), ", ")
	}
	return strings.Join(strings.Fields(text), " ")
}

// keys are the keys that a type may have, those of the structs in it included.
func keys(t reflect.Type) []string {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return keys(t.Elem())
	case reflect.Struct:
	default:
		return nil
	}
	var names []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if name != "" && name != "-" {
			names = append(names, name)
			names = append(names, keys(t.Field(i).Type)...)
		}
	}
	return names
}
