package schemas

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Parameter is a member that a request may have beside its action.
type Parameter struct {
	Name        string
	Types       []string // of JSON; empty: any
	Description string
}

// Parameters returns the parameters of an action's request, sorted by name.
// There are none if the action takes none, if its arguments are not an object,
// or if the edition does not have the action.
func Parameters(e edition.Edition, action string) []Parameter {
	s, known := actions(e)[action]
	if !known {
		return nil
	}
	def, _ := s.part(request, websocket)
	schema, _ := s.Defs[def].(map[string]any)
	members, _ := schema["properties"].(map[string]any)
	var list []Parameter
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if name != "action" {
			list = append(list, s.parameter(name, members[name]))
		}
	}
	return list
}

// parameter reads one member of a request; what it is may stand elsewhere.
func (s source) parameter(name string, schema any) Parameter {
	m, _ := schema.(map[string]any)
	if ref, elsewhere := m["$ref"].(string); elsewhere {
		file, def, _ := strings.Cut(ref, "#/$defs/")
		if file != "" {
			s = sources()[path.Join(path.Dir(s.file), file)]
		}
		return s.parameter(name, s.Defs[def])
	}
	p := Parameter{Name: name}
	p.Description, _ = m["description"].(string)
	switch types := m["type"].(type) {
	case string:
		p.Types = []string{types}
	case []any:
		for _, one := range types {
			text, _ := one.(string)
			p.Types = append(p.Types, text)
		}
	}
	return p
}
