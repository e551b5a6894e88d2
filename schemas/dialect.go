package schemas

import "slices"

// plainRefs puts what stands beside a reference next to it under allOf: readers
// of older dialects pass over the neighbours of a reference.
func plainRefs(schema any) any {
	return rewrite(schema, func(s map[string]any) map[string]any {
		ref, ok := s["$ref"].(string)
		if !ok || len(s) == 1 {
			return s
		}
		beside := map[string]any{}
		whole := map[string]any{"allOf": []any{map[string]any{"$ref": ref}, beside}}
		for keyword, v := range s {
			switch keyword {
			case "$ref":
			case "title", "description":
				whole[keyword] = v
			default:
				beside[keyword] = v
			}
		}
		if len(beside) == 0 {
			whole["allOf"] = []any{map[string]any{"$ref": ref}}
		}
		return whole
	})
}

// plainArrays says of every array what its items are, and of one of fixed places
// how many there are: linters ask for it, and it means the same.
func plainArrays(schema any) any {
	return rewrite(schema, func(s map[string]any) map[string]any {
		places, _ := s["prefixItems"].([]any)
		if s["items"] == false && places != nil {
			s["maxItems"] = len(places)
			delete(s, "items")
		}
		if _, ok := s["items"]; !ok && mayBeArray(s["type"]) {
			s["items"] = map[string]any{}
		}
		return s
	})
}

// mayBeArray tells of the value of the keyword type.
func mayBeArray(kinds any) bool {
	several, _ := kinds.([]any)
	return kinds == "array" || slices.Contains(several, any("array"))
}

// draft07 writes an array of places as JSON Schema did before 2020-12, which is
// what AsyncAPI reads.
func draft07(schema any) any {
	return rewrite(schema, func(s map[string]any) map[string]any {
		places, ok := s["prefixItems"].([]any)
		if !ok {
			return s
		}
		s["items"] = places
		if s["maxItems"] == len(places) {
			s["additionalItems"] = false
		}
		delete(s, "prefixItems")
		return s
	})
}

// rewrite changes every object of a schema, the innermost first.
func rewrite(schema any, change func(map[string]any) map[string]any) any {
	switch s := schema.(type) {
	case map[string]any:
		for keyword, v := range s {
			s[keyword] = rewrite(v, change)
		}
		return change(s)
	case []any:
		for i, v := range s {
			s[i] = rewrite(v, change)
		}
	}
	return schema
}
