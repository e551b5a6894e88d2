package schemas

import (
	"fmt"
	"slices"
)

// A Form is how narrowly a schema is read.
type Form string

const (
	// Strict is what the documents say: their members and no others, their
	// kinds of values. A server that passes answers as documented.
	Strict Form = "strict"

	// Lenient is what every right server must do: unknown members are
	// tolerated, and values may be wider where the original server's are.
	Lenient Form = "lenient"
)

// Forms are the two forms.
var Forms = []Form{Strict, Lenient}

// wider is the member of a subschema that replaces it in the lenient form.
const wider = "x-lenient"

func (f Form) check() error {
	if !slices.Contains(Forms, f) {
		return fmt.Errorf("unknown form %q: use strict or lenient", string(f))
	}
	return nil
}

// of derives the form of a schema from its source.
func (f Form) of(schema any) any {
	switch s := schema.(type) {
	case map[string]any:
		if wide, ok := s[wider]; ok && f == Lenient {
			return f.of(wide)
		}
		derived := make(map[string]any, len(s))
		for keyword, v := range s {
			if keyword != wider && !(f == Lenient && closes(keyword, v)) {
				derived[keyword] = f.of(v)
			}
		}
		return derived
	case []any:
		derived := make([]any, len(s))
		for i, v := range s {
			derived[i] = f.of(v)
		}
		return derived
	}
	return schema
}

// closes reports whether a keyword forbids what the schema does not name.
func closes(keyword string, value any) bool {
	switch keyword {
	case "additionalProperties", "unevaluatedProperties", "items":
		return value == false
	}
	return false
}
