package schemas_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A mutation is a document with one thing changed. Whether the change makes it
// wrong is for the contract to say, not for the mutation.
type mutation struct {
	what     string // as in "drop /args/listjails"
	document any
}

// mutations changes every part of a document in every way it knows.
func mutations(document any) []mutation {
	var found []mutation
	put := func(what string, changed any) { found = append(found, mutation{what, changed}) }
	mutate(document, "", put)
	return found
}

// mutate hands out copies of value with one change in it, deepest last.
func mutate(value any, pointer string, put func(string, any)) {
	others := substitutes(value)
	for _, what := range slices.Sorted(maps.Keys(others)) {
		put(what+" at "+pointer, others[what])
	}
	switch v := value.(type) {
	case map[string]any:
		mutateObject(v, pointer, put)
	case []any:
		mutateArray(v, pointer, put)
	}
}

func mutateObject(object map[string]any, pointer string, put func(string, any)) {
	with := func(name string, v any) map[string]any {
		changed := maps.Clone(object)
		changed[name] = v
		return changed
	}
	for _, extra := range []any{"text", 1.0, map[string]any{"deep": true}} {
		put(fmt.Sprintf("add %T to %s", extra, pointer), with("undocumented", extra))
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		at := pointer + "/" + name
		dropped := with(name, nil)
		delete(dropped, name)
		put("drop "+at, dropped)
		others := misspellings(name)
		for _, what := range slices.Sorted(maps.Keys(others)) {
			other := others[what]
			if _, taken := object[other]; !taken {
				renamed := maps.Clone(dropped)
				renamed[other] = object[name]
				put(what+" "+at, renamed)
			}
		}
		mutate(object[name], at, func(what string, v any) { put(what, with(name, v)) })
	}
}

func mutateArray(array []any, pointer string, put func(string, any)) {
	put("lengthen "+pointer, append(slices.Clone(array), "more"))
	put("turn round "+pointer, reversed(array))
	for i := range array {
		put(fmt.Sprintf("drop %s/%d", pointer, i), slices.Delete(slices.Clone(array), i, i+1))
		mutate(array[i], fmt.Sprintf("%s/%d", pointer, i), func(what string, v any) {
			changed := slices.Clone(array)
			changed[i] = v
			put(what, changed)
		})
	}
}

func reversed(array []any) []any {
	turned := slices.Clone(array)
	slices.Reverse(turned)
	return turned
}

// substitutes are other values in place of one, by what they are.
func substitutes(value any) map[string]any {
	others := map[string]any{
		"null":         nil,
		"true":         true,
		"zero":         0.0,
		"negative":     -1.0,
		"fraction":     0.5,
		"large number": 1e21,
		"empty text":   "",
		"other text":   "other",
		"two lines":    "two\nlines",
		"empty object": map[string]any{},
		"empty array":  []any{},
		"in an array":  []any{value},
		"in an object": map[string]any{"value": value},
	}
	switch v := value.(type) {
	case string:
		others["trailing blank"] = v + " "
		others["leading blank"] = " " + v
		others["without leading blank"] = strings.TrimPrefix(v, " ")
		others["trailing line break"] = v + "\n"
		others["upper case"] = strings.ToUpper(v)
		others["twice"] = v + v
		others["cut at the colon"], _, _ = strings.Cut(v, ":")
	case float64:
		others["as text"] = fmt.Sprint(v)
		others["next number"] = v + 1
	}
	return others
}

// misspellings are other names in place of one, by what is wrong with them.
func misspellings(name string) map[string]string {
	return map[string]string{
		"upper case the name":     strings.ToUpper(name),
		"blank after the name":    name + " ",
		"blank before the name":   " " + name,
		"misspell the name":       name + "x",
		"empty the name":          "",
		"cut the name in half":    name[:len(name)/2],
		"break the name":          name + "\n",
		"put a colon in the name": name + ": x",
	}
}
