package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// parse reads one JSON value and nothing behind it; nil if the text is none.
// Numbers keep their digits.
func parse(text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF {
		return nil
	}
	return v
}

// show writes a value as compact JSON, bounded, for a message.
func show(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	text := strings.TrimSpace(b.String())
	if len(text) > 300 {
		return text[:300] + "…"
	}
	return text
}

// A found is a place in a document.
type found struct {
	pointer string // JSON pointer, RFC 6901
	key     string // its last step
	value   any
}

// find returns the places of a document that a path names, in a fixed order.
// A path is a JSON pointer in which a step may also be * (every member) or
// [member=text] (every member that is an object with such a member).
func find(document any, path string) []found {
	places := []found{{value: document}}
	for _, step := range strings.Split(path, "/")[1:] {
		var next []found
		for _, p := range places {
			next = append(next, p.step(step)...)
		}
		places = next
	}
	return places
}

// step goes one step further down, to any number of places.
func (f found) step(step string) []found {
	if object, ok := f.value.(map[string]any); ok && step != "*" && !strings.HasPrefix(step, "[") {
		name := unescape(step)
		if value, ok := object[name]; ok {
			return []found{f.member(name, value)}
		}
		return nil
	}
	name, text, selects := strings.Cut(strings.Trim(step, "[]"), "=")
	selects = selects && strings.HasPrefix(step, "[")
	var places []found
	for _, child := range f.children() {
		object, _ := child.value.(map[string]any)
		switch {
		case selects && object != nil && object[name] == text, !selects && step == "*",
			!selects && child.key == unescape(step):
			places = append(places, child)
		}
	}
	return places
}

func (f found) member(name string, value any) found {
	return found{f.pointer + "/" + escape(name), name, value}
}

// children are the members of an object by name, or of an array by index.
func (f found) children() []found {
	var places []found
	switch v := f.value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			places = append(places, f.member(name, v[name]))
		}
	case []any:
		for i, one := range v {
			places = append(places, found{f.pointer + "/" + strconv.Itoa(i), strconv.Itoa(i), one})
		}
	}
	return places
}

// The signs that a step of a JSON pointer writes in another way, RFC 6901.
var (
	escapes   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapes = strings.NewReplacer("~1", "/", "~0", "~")
)

func escape(name string) string { return escapes.Replace(name) }

func unescape(step string) string { return unescapes.Replace(step) }

// A difference is the first place where two documents part.
type difference struct{ pointer, expected, got string }

// compare returns the first difference between two documents, in the order of
// their members, or nil.
func compare(expected, got any, pointer string) *difference {
	switch want := expected.(type) {
	case map[string]any:
		if have, ok := got.(map[string]any); ok {
			return compareObjects(want, have, pointer)
		}
	case []any:
		if have, ok := got.([]any); ok && len(have) == len(want) {
			for i := range want {
				if d := compare(want[i], have[i], pointer+"/"+strconv.Itoa(i)); d != nil {
					return d
				}
			}
			return nil
		}
	default:
		if expected == got {
			return nil
		}
	}
	return &difference{pointer, show(expected), show(got)}
}

func compareObjects(want, have map[string]any, pointer string) *difference {
	names := slices.Collect(maps.Keys(want))
	for name := range have {
		if _, ok := want[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		at := pointer + "/" + escape(name)
		w, wanted := want[name]
		h, had := have[name]
		switch {
		case !had:
			return &difference{at, show(w), "nothing"}
		case !wanted:
			return &difference{at, "nothing", show(h)}
		}
		if d := compare(w, h, at); d != nil {
			return d
		}
	}
	return nil
}
