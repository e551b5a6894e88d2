package schemas

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// sentence says that a value does not meet a keyword of a schema, without its
// subject.
func sentence(schema map[string]any, keyword string, value any) string {
	switch keyword {
	case "required":
		return "lacks " + expected(schema, keyword, value)
	case "additionalProperties":
		return "has " + members(unknown(schema, value)) + ", which the documents do not know"
	case "type":
		return fmt.Sprintf("must be %s, not %s", expected(schema, keyword, value), kind(value))
	case "const":
		return fmt.Sprintf("must be %s, not %s", expected(schema, keyword, value), show(value))
	case "minProperties", "maxProperties", "minItems":
		return fmt.Sprintf("must have %s, not %d", expected(schema, keyword, value), size(value))
	case "items":
		return "is one item too many"
	case "not":
		if len(schema) == 2 { // only a description beside it: nothing may stand here
			return "must be " + fmt.Sprint(schema["description"])
		}
	}
	return "must be " + want(schema, value)
}

// expected says what a keyword of a schema asks for.
func expected(schema map[string]any, keyword string, value any) string {
	switch keyword {
	case "required":
		return members(missing(schema, value))
	case "additionalProperties":
		return "no member that the documents do not know"
	case "type":
		return kinds(schema["type"])
	case "const":
		return show(schema["const"])
	case "minProperties":
		return "at least " + count(schema[keyword], "member")
	case "maxProperties":
		return "at most " + count(schema[keyword], "member")
	case "minItems":
		return "at least " + count(schema[keyword], "item")
	case "items":
		return "no further item"
	}
	return fmt.Sprint(schema["description"])
}

// firstMember is the first of the members that a sentence names.
func firstMember(schema map[string]any, keyword string, value any) string {
	var names []string
	switch keyword {
	case "required":
		names = missing(schema, value)
	case "additionalProperties":
		names = unknown(schema, value)
	}
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// want says what a schema asks for in the words of its description.
func want(schema map[string]any, value any) string {
	switch value.(type) {
	case map[string]any, []any:
		return fmt.Sprint(schema["description"])
	}
	return fmt.Sprintf("%v, not %s", schema["description"], show(value))
}

func missing(schema map[string]any, value any) []string {
	object, _ := value.(map[string]any)
	required, _ := schema["required"].([]any)
	var names []string
	for _, name := range required {
		if _, ok := object[name.(string)]; !ok {
			names = append(names, name.(string))
		}
	}
	return names
}

func unknown(schema map[string]any, value any) []string {
	object, _ := value.(map[string]any)
	known, _ := schema["properties"].(map[string]any)
	var names []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if _, ok := known[name]; !ok {
			names = append(names, name)
		}
	}
	return names
}

func members(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = show(name)
	}
	if len(names) == 1 {
		return "the member " + quoted[0]
	}
	return "the members " + strings.Join(quoted, ", ")
}

// kinds names the types that a schema allows.
func kinds(types any) string {
	list, ok := types.([]any)
	if !ok {
		list = []any{types}
	}
	named := make([]string, len(list))
	for i, t := range list {
		named[i] = article(fmt.Sprint(t))
	}
	return strings.Join(named, " or ")
}

// kind names the type of a JSON value.
func kind(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case float64:
		return "the number " + show(value)
	case string:
		return "the string " + show(value)
	case []any:
		return "an array"
	}
	return "an object"
}

func article(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

func size(value any) int {
	switch v := value.(type) {
	case map[string]any:
		return len(v)
	case []any:
		return len(v)
	}
	return 0
}

func count(n any, noun string) string {
	if n == 1.0 {
		return "1 " + noun
	}
	return fmt.Sprintf("%v %ss", n, noun)
}

// show writes a value as JSON, cut where it grows long.
func show(value any) string {
	const limit = 80
	switch value.(type) {
	case map[string]any, []any:
		return kind(value)
	}
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	shown := strings.TrimSuffix(text.String(), "\n")
	if utf8.RuneCountInString(shown) > limit {
		return string([]rune(shown)[:limit]) + "…"
	}
	return shown
}
