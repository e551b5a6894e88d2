package schemas

import (
	"path"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// base is where the schemas are published. Nothing is ever fetched from there.
const base = "https://sysadm-go.github.io/schemas/"

// draft is the JSON Schema that they are written in.
const draft = "https://json-schema.org/draft/2020-12/schema"

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
	d := wholeDefinitions(form)
	b := bundle{
		Schema:      draft,
		ID:          base + path.Join(s.edition(e), string(form), name) + ".json",
		Title:       about.Title,
		Description: about.Description,
		Section:     about.Section,
		Defs:        d.defs,
	}
	b.Ref, b.Properties = d.message(s, side, transport)
	return encode(b)
}
