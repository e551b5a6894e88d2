package difference

import (
	"maps"
	"slices"
	"strings"
)

// A shape is a value by its types and members. Items of an array, and members
// whose names are of a class, are one shape together: how many there are is a
// matter of the host.
type shape struct {
	kinds   map[kind]bool
	members map[string]*shape
	open    map[string]bool // the members that stand for any number of them
	items   *shape          // nil for no items
}

func newShape() *shape {
	return &shape{kinds: map[kind]bool{}, members: map[string]*shape{}, open: map[string]bool{}}
}

func shapeOf(v *value) *shape {
	s := newShape()
	s.add(v)
	return s
}

// add makes a value one of those that the shape describes.
func (s *shape) add(v *value) {
	s.kinds[v.kind] = true
	for _, m := range v.members {
		name := kinds(m.parts)
		if s.members[name] == nil {
			s.members[name] = newShape()
		}
		s.members[name].add(m.value)
		if slices.ContainsFunc(m.parts, func(p segment) bool { return p.class != nil }) {
			s.open[name] = true
		}
	}
	for _, one := range v.items {
		if s.items == nil {
			s.items = newShape()
		}
		s.items.add(one)
	}
}

// String tells the types.
func (s *shape) String() string {
	var words []string
	for k := range s.kinds {
		words = append(words, string(k))
	}
	slices.Sort(words)
	return strings.Join(words, " or ")
}

// shapes compares two shapes.
func (c *comparison) shapes(a, b *shape) {
	if !maps.Equal(a.kinds, b.kinds) {
		c.differ(words(a), words(b))
		return
	}
	for _, name := range bothNames(a.members, b.members) {
		x, y := a.members[name], b.members[name]
		if (x == nil || y == nil) && (a.open[name] || b.open[name]) {
			continue // none of any number
		}
		c.step(name, name, func() {
			if x == nil || y == nil {
				c.differ(words(x), words(y))
				return
			}
			c.shapes(x, y)
		})
	}
	if a.items != nil && b.items != nil {
		c.step("*", "*", func() { c.shapes(a.items, b.items) })
	}
}

// words is a shape as a value that can be shown.
func words(s *shape) *value {
	if s == nil {
		return nil
	}
	return newText(s.String(), "")
}

// logs reports whether two values are logs, or one is and the other is empty: the
// members of a log are named by times. What else happened on a host stands there,
// so that logs are compared by their shape.
func logs(a, b *value) bool {
	return a.log() && b.log() && len(a.members)+len(b.members) > 0
}

// log reports whether all members of an object are named by times.
func (v *value) log() bool {
	return v.kind == object && !slices.ContainsFunc(v.members, func(m member) bool {
		return len(m.parts) != 1 || m.parts[0].class == nil || m.parts[0].class.name != "time"
	})
}
