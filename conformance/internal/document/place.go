package document

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Place is a place in a document.
type Place struct {
	Pointer string // JSON pointer, RFC 6901
	Key     string // its last step
	Value   any
}

// TextAt is the one value that a path names in a document, as Scalar has it; "" if there
// is none, or more than one.
func TextAt(document any, path string) string {
	if places := Find(document, path); len(places) == 1 {
		return Scalar(places[0].Value)
	}
	return ""
}

// Find returns the places of a document that a path names, in a fixed order.
// A path is a JSON pointer in which a step may also be * (every member) or
// [member=text] (every member that is an object with such a member).
func Find(document any, path string) []Place {
	places := []Place{{Value: document}}
	for _, step := range strings.Split(path, "/")[1:] {
		var next []Place
		for _, p := range places {
			next = append(next, p.step(step)...)
		}
		places = next
	}
	return places
}

// step goes one step further down, to any number of places.
func (f Place) step(step string) []Place {
	if step == "*" {
		return f.children()
	}
	name, text, selects := strings.Cut(strings.Trim(step, "[]"), "=")
	if selects && strings.HasPrefix(step, "[") {
		return slices.DeleteFunc(f.children(), func(child Place) bool {
			object, _ := child.Value.(map[string]any)
			return object[name] != text
		})
	}
	if object, ok := f.Value.(map[string]any); ok {
		if value, there := object[Unescape(step)]; there {
			return []Place{f.member(Unescape(step), value)}
		}
		return nil
	}
	return slices.DeleteFunc(f.children(), func(child Place) bool { return child.Key != step })
}

func (f Place) member(name string, value any) Place {
	return Place{f.Pointer + "/" + Escape(name), name, value}
}

// children are the members of an object by name, or of an array by index.
func (f Place) children() []Place {
	var places []Place
	switch v := f.Value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			places = append(places, f.member(name, v[name]))
		}
	case []any:
		for i, one := range v {
			places = append(places, Place{f.Pointer + "/" + strconv.Itoa(i), strconv.Itoa(i), one})
		}
	}
	return places
}

// The signs that a step of a JSON pointer writes in another way, RFC 6901.
var (
	escapes   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapes = strings.NewReplacer("~1", "/", "~0", "~")
)

// Escape writes a name as a step of a JSON pointer.
func Escape(name string) string { return escapes.Replace(name) }

// Unescape reads the name that a step of a JSON pointer is.
func Unescape(step string) string { return unescapes.Replace(step) }
