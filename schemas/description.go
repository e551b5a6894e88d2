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
	actions   map[string]source
	transport string
	defs      definitions
	schemas   map[string]any // of messages, by name
}

// describe prepares the document of a transport, whose schemas are the strict
// ones.
func describe(e edition.Edition, transport string) *description {
	defs := map[string]any{}
	return &description{
		edition: e, actions: actions(e), transport: transport, schemas: defs,
		defs: definitions{form: Strict, name: shortName, short: true, place: "#/components/schemas/", defs: defs},
	}
}

// schema puts the schema of one side of an action into the document and returns
// a reference to it, "" where there is none.
func (d *description) schema(action, side string) string {
	s := d.actions[action]
	if _, ok := s.part(side, d.transport); !ok {
		return ""
	}
	key := action + "." + side
	if _, done := d.schemas[key]; !done {
		schema := d.whole(s, side)
		schema["title"], schema["description"] = action+" "+side, s.Title
		d.schemas[key] = schema
	}
	return d.defs.place + key
}

// whole is the schema of one side of an action: a reference where the message is
// the arguments alone, otherwise what stands around every message, with what this
// one holds written into it, so that a reader has each member in one place.
func (d *description) whole(s source, side string) map[string]any {
	ref, members := s.message(side, d.transport)
	if members == nil {
		return map[string]any{"$ref": d.defs.take(".", ref)}
	}
	file, name, _ := strings.Cut(ref, "#/$defs/")
	schema := d.defs.local(file, Strict.of(sources()[file].Defs[name])).(map[string]any)
	around := schema["properties"].(map[string]any)
	for name, member := range d.defs.local(".", Strict.of(members)).(map[string]any) {
		said, _ := around[name].(map[string]any)
		around[name] = both(member.(map[string]any), without(said, "description"))
	}
	return schema
}

// plain are the schemas in words that generators and linters read.
func (d *description) plain() any {
	return plainArrays(plainRefs(d.closed(d.choices(d.titled(d.schemas)))))
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
	for _, action := range slices.Sorted(maps.Keys(d.actions)) {
		s := d.actions[action]
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
