package schemas

import (
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A description is a whole API of an edition as OpenAPI and AsyncAPI tell it:
// what the two documents have in common.
type description struct {
	edition   edition.Edition
	transport string
	defs      definitions
	schemas   map[string]any // of messages, by name
}

// describe prepares the document of a transport, whose schemas are the strict
// ones. place says where the document keeps a schema.
func describe(e edition.Edition, transport string, place func(key string) string) *description {
	defs := map[string]any{}
	return &description{
		edition: e, transport: transport, schemas: defs,
		defs: definitions{form: Strict, place: place, defs: defs},
	}
}

// schema puts the schema of one side of an action into the document and returns
// a reference to it, "" where there is none.
func (d *description) schema(action, side string) string {
	s := actions(d.edition)[action]
	if _, ok := s.part(side, d.transport); !ok {
		return ""
	}
	key := action + "." + side
	if _, done := d.schemas[key]; !done {
		ref, members := d.defs.message(s, side, d.transport)
		schema := map[string]any{"title": s.Title + " (" + side + ")", "$ref": ref}
		if members != nil {
			schema["properties"] = members
		}
		d.schemas[key] = schema
	}
	return d.defs.place(key)
}

// refs are references to the schemas of one side of several actions.
func (d *description) refs(actions []string, side string) []any {
	var list []any
	for _, action := range actions {
		if ref := d.schema(action, side); ref != "" {
			list = append(list, map[string]any{"$ref": ref})
		}
	}
	return list
}

// classes are the actions of the edition by the namespaces and names under which
// they are asked for, as in "sysadm/iocage". An action with two namespaces
// stands under both.
func (d *description) classes() map[string][]string {
	found := map[string][]string{}
	for _, action := range slices.Sorted(maps.Keys(actions(d.edition))) {
		s := actions(d.edition)[action]
		if _, ok := s.part(request, d.transport); !ok {
			continue
		}
		namespaces, name, _ := strings.Cut(s.Path, "/")
		for namespace := range strings.SplitSeq(namespaces, "|") {
			found[namespace+"/"+name] = append(found[namespace+"/"+name], action)
		}
	}
	return found
}

// info is what both documents say of themselves.
func (d *description) info(title, text string) map[string]any {
	return map[string]any{
		"title": title, "version": d.edition.Name, "description": text,
		"license": map[string]any{"name": "BSD-2-Clause", "url": "https://spdx.org/licenses/BSD-2-Clause.html"},
		"contact": map[string]any{"name": "sysadm-go", "url": "https://github.com/sysadm-go/sysadm"},
	}
}
