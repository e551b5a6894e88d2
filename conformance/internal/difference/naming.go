package difference

import "strings"

// A name is a text of a class of names.
type name struct {
	class *class
	text  string
}

// A naming says how the names of one side are called in a comparison: by their
// own text if it says nothing else.
type naming map[name]string

// A pairing is the namings of both sides. A thing that is on both is called the
// same there.
type pairing struct{ a, b naming }

// render writes segments so that those which are aligned come out the same, and
// nothing else does: "<" of a text is doubled, so that it is never taken for the
// beginning of a class.
func (n naming) render(parts []segment) string {
	var b strings.Builder
	for _, s := range parts {
		switch {
		case s.class == nil:
			b.WriteString(strings.ReplaceAll(s.text, "<", "<<"))
		case s.class.names:
			b.WriteString("<" + s.class.name + " " + n.call(name{s.class, s.text}) + ">")
		default:
			b.WriteString("<" + s.class.name + " " + s.form + ">")
		}
	}
	return b.String()
}

func (n naming) call(one name) string {
	if called, ok := n[one]; ok {
		return called
	}
	return one.text
}

// kinds writes segments by their classes alone.
func kinds(parts []segment) string {
	var b strings.Builder
	for _, s := range parts {
		if s.class == nil {
			b.WriteString(strings.ReplaceAll(s.text, "<", "<<"))
		} else {
			b.WriteString("<" + s.class.name + ">")
		}
	}
	return b.String()
}
