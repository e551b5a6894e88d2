package schemas

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// Generators of code pass over if, take anyOf for all that a value may be, whatever
// stands beside it, and look for no contradiction in what allOf holds. A
// description is therefore written in words that they read and that mean the same.

// choices writes every value of which there are two kinds as a choice of two. A
// condition beside other keywords only tells how members belong together, and stays.
func (d *description) choices(all map[string]any) map[string]any {
	kinds := map[string]any{}
	for name := range all {
		kinds[d.defs.place+name] = d.kind(name)
	}
	rewrite(all, func(s map[string]any) map[string]any { return apart(choice(typedOnce(s, kinds), kinds)) })
	return all
}

// kind is the type that a definition says, perhaps by a reference.
func (d *description) kind(name string) any {
	definition := d.schemas[name].(map[string]any)
	if ref, ok := definition["$ref"].(string); ok && definition["type"] == nil {
		return d.kind(path.Base(ref))
	}
	return definition["type"]
}

// typedOnce leaves out a type beside a reference that says it.
func typedOnce(s, kinds map[string]any) map[string]any {
	if ref, ok := s["$ref"].(string); ok && s["type"] != nil && kinds[ref] == s["type"] {
		return without(s, "type")
	}
	return s
}

// choice is a schema with anyOf in place of if, then and else. kinds are the types
// that definitions say themselves, by reference.
func choice(s map[string]any, kinds map[string]any) map[string]any {
	condition, isCondition := s["if"].(map[string]any)
	then, hasThen := s["then"].(map[string]any)
	otherwise, hasElse := s["else"].(map[string]any)
	about := without(s, "type", "if", "then", "else")
	if s["type"] == nil || !isCondition || !hasThen || !hasElse || len(without(about, "title", "description")) > 0 {
		return s
	}
	if one, other, ok := parted(s["type"], condition); ok {
		about["anyOf"] = []any{typed(then, one, kinds), typed(otherwise, other, kinds)}
		return about
	}
	about["anyOf"] = []any{both(typed(then, s["type"], kinds), condition), both(typed(otherwise, s["type"], kinds), negated(condition))}
	return about
}

// negated is met by what does not meet a condition. It is a copy, since both are
// rewritten.
func negated(condition map[string]any) map[string]any {
	if not, ok := condition["not"].(map[string]any); ok && len(condition) == 1 {
		return Strict.of(not).(map[string]any)
	}
	return map[string]any{"not": Strict.of(condition)}
}

// parted are the types of values that meet a condition about the type alone, and
// the types of the others.
func parted(kind any, condition map[string]any) (one, other any, ok bool) {
	several, _ := kind.([]any)
	if len(condition) > 1 || !slices.Contains(several, condition["type"]) {
		return nil, nil, false
	}
	others := slices.DeleteFunc(slices.Clone(several), func(k any) bool { return k == condition["type"] })
	if len(others) == 1 {
		return condition["type"], others[0], true
	}
	return condition["type"], others, true
}

// typed is a schema for values of a type, which a definition says itself.
func typed(s map[string]any, kind any, kinds map[string]any) map[string]any {
	if ref, ok := s["$ref"].(string); ok && kinds[ref] == kind {
		return s
	}
	return both(s, map[string]any{"type": kind})
}

// both is a schema that asks for what two ask for.
func both(a, b map[string]any) map[string]any {
	for keyword := range b {
		if _, taken := a[keyword]; taken || a["$ref"] != nil || !slices.Contains(independent, keyword) {
			return map[string]any{"allOf": []any{a, b}}
		}
	}
	whole := maps.Clone(a)
	maps.Copy(whole, b)
	return whole
}

// independent are keywords that mean the same beside any other. Generators do not
// read a schema that has not among its keywords.
var independent = []string{"type", "minProperties", "maxProperties", "required"}

// apart moves what stands beside anyOf next to it under allOf.
func apart(s map[string]any) map[string]any {
	anyOf, ok := s["anyOf"].([]any)
	rest := without(s, "anyOf", "title", "description")
	if !ok || len(rest) == 0 {
		return s
	}
	whole := map[string]any{"allOf": []any{rest, map[string]any{"anyOf": anyOf}}}
	for _, keyword := range []string{"title", "description"} {
		if text, said := s[keyword]; said {
			whole[keyword] = text
		}
	}
	return whole
}

func without(s map[string]any, keywords ...string) map[string]any {
	left := maps.Clone(s)
	for _, keyword := range keywords {
		delete(left, keyword)
	}
	return left
}

// undocumented is the definition that nothing fits: what no document names.
const undocumented = "values.undocumented"

// closed says with false, which generators look for, what a reference to that
// definition says, and with {} what true says.
func (d *description) closed(schema any) any {
	return rewrite(schema, func(s map[string]any) map[string]any {
		if more, ok := s["additionalProperties"].(map[string]any); ok && more["$ref"] == d.defs.place+undocumented {
			s["additionalProperties"] = false
		}
		members, _ := s["properties"].(map[string]any)
		for name, v := range members {
			if v == true {
				members[name] = map[string]any{}
			}
		}
		return s
	})
}

// titled gives every object a title, by which generators call its type.
func (d *description) titled(all map[string]any) map[string]any {
	for key, definition := range all {
		if s := definition.(map[string]any); d.kind(key) == "object" && s["title"] == nil {
			s["title"] = strings.ReplaceAll(key, ".", " ")
		}
	}
	return all
}
