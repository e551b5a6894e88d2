package schemas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// definitions are what the schemas of one document refer to.
type definitions struct {
	form  Form
	name  func(file, def string) string // what the document calls a definition
	short bool                          // one that only refers to another is left out
	place string                        // where the document keeps them, as the beginning of a reference
	defs  map[string]any
}

// wholeDefinitions are those of a JSON Schema, in $defs under their full names.
func wholeDefinitions(form Form) definitions {
	return definitions{form: form, name: fullName, place: "#/$defs/", defs: map[string]any{}}
}

// take copies what ref names into the definitions, unless it is there, and
// returns its place. ref is relative to the source file.
func (d *definitions) take(file, ref string) string {
	target, def, _ := strings.Cut(ref, "#/$defs/")
	if target != "" {
		file = path.Join(path.Dir(file), target)
	}
	schema, ok := sources()[file].Defs[def]
	if !ok {
		panic(fmt.Sprintf("schema %s has no definition %s", file, def)) // a test takes every one
	}
	if s, _ := schema.(map[string]any); d.short && len(s) == 1 && s["$ref"] != nil {
		return d.take(file, s["$ref"].(string))
	}
	key := d.name(file, def)
	if _, taken := d.defs[key]; !taken {
		d.defs[key] = true // ends the recursion of a schema that refers to itself
		d.defs[key] = d.local(file, d.form.of(schema))
	}
	return d.place + key
}

// fullName is the whole place of a definition, as in "2016-02-05.listjails.jail".
func fullName(file, def string) string {
	return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(file, "definitions/"), ".json"), "/", ".") + "." + def
}

// shortName leaves out the edition and the transport, which are those of the whole
// document, as in "listjails.jail" and "listjails.reply.args".
func shortName(file, def string) string {
	subject := strings.TrimSuffix(path.Base(file), ".json")
	if part, _, _ := strings.Cut(def, "."); slices.Contains([]string{request, reply, event}, part) {
		return subject + "." + part + ".args"
	}
	return subject + "." + def
}

// local returns a schema of the given file with its references moved into the
// document.
func (d *definitions) local(file string, schema any) any {
	switch s := schema.(type) {
	case map[string]any:
		for keyword, v := range s {
			if ref, ok := v.(string); ok && keyword == "$ref" {
				s[keyword] = d.take(file, ref)
			} else {
				s[keyword] = d.local(file, v)
			}
		}
	case []any:
		for i, v := range s {
			s[i] = d.local(file, v)
		}
	}
	return schema
}

// message returns the schema of one side of a source over a transport: a
// reference to what a message is, and what its members hold.
func (d *definitions) message(s source, side, transport string) (ref string, members map[string]any) {
	ref, members = s.message(side, transport)
	members, _ = d.local(".", d.form.of(members)).(map[string]any)
	return d.take(".", ref), members
}

// encode writes a document as the published ones are.
func encode(document any) ([]byte, error) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(document)
	return text.Bytes(), err
}
