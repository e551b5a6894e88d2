package schemas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// base is where the schemas are published. Nothing is ever fetched from there.
const base = "https://sysadm-go.github.io/schemas/"

// A bundle is a schema that refers to nothing outside itself.
type bundle struct {
	Schema      string         `json:"$schema"`
	ID          string         `json:"$id"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Section     string         `json:"x-section"`
	Ref         string         `json:"$ref"`
	Properties  map[string]any `json:"properties,omitempty"`
	Defs        map[string]any `json:"$defs"`
}

// Source returns a schema as one JSON Schema document (draft 2020-12) with all
// it refers to in its $defs, for any validator in any language. It fails for a
// name that Names does not list and for an unknown form.
func Source(e edition.Edition, name string, form Form) ([]byte, error) {
	if err := form.check(); err != nil {
		return nil, err
	}
	s, side, transport, err := find(e, name)
	if err != nil {
		return nil, err
	}
	about, err := Describe(e, name)
	if err != nil {
		return nil, err
	}
	b := bundle{
		Schema:      "https://json-schema.org/draft/2020-12/schema",
		ID:          base + path.Join(s.edition(e), string(form), name) + ".json",
		Title:       about.Title,
		Description: about.Description,
		Section:     about.Section,
		Defs:        map[string]any{},
	}
	b.Ref, b.Properties = s.message(side, transport)
	b.Ref = b.take(form, ".", b.Ref)
	b.Properties, _ = b.local(form, ".", form.of(b.Properties)).(map[string]any)
	return b.encode()
}

// take copies what ref names into the bundle, unless it is there, and returns
// its place. ref is relative to the source file.
func (b *bundle) take(form Form, file, ref string) string {
	target, def, _ := strings.Cut(ref, "#/$defs/")
	if target != "" {
		file = path.Join(path.Dir(file), target)
	}
	key := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(file, "definitions/"), ".json"), "/", ".") + "." + def
	if _, taken := b.Defs[key]; !taken {
		schema, ok := sources()[file].Defs[def]
		if !ok {
			panic(fmt.Sprintf("schema %s has no definition %s", file, def)) // a test takes every one
		}
		b.Defs[key] = true // ends the recursion of a schema that refers to itself
		b.Defs[key] = b.local(form, file, form.of(schema))
	}
	return "#/$defs/" + key
}

// local returns a schema of the given file with its references moved into the
// bundle.
func (b *bundle) local(form Form, file string, schema any) any {
	switch s := schema.(type) {
	case map[string]any:
		for keyword, v := range s {
			if ref, ok := v.(string); ok && keyword == "$ref" {
				s[keyword] = b.take(form, file, ref)
			} else {
				s[keyword] = b.local(form, file, v)
			}
		}
	case []any:
		for i, v := range s {
			s[i] = b.local(form, file, v)
		}
	}
	return schema
}

func (b *bundle) encode() ([]byte, error) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(b)
	return text.Bytes(), err
}
