package document

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// A Difference is the first place where two documents part.
type Difference struct{ Pointer, Expected, Got string }

// String tells where they part, unless that is all of it, and how.
func (d Difference) String() string {
	if d.Pointer == "" {
		return fmt.Sprintf("expected %s, got %s", d.Expected, d.Got)
	}
	return fmt.Sprintf("at %q expected %s, got %s", d.Pointer, d.Expected, d.Got)
}

// An Unexpected answer is an error that shows the server to be wrong.
type Unexpected struct {
	Why string
	Difference
}

// Error tells it in one sentence.
func (u *Unexpected) Error() string { return u.Why + ": " + u.Difference.String() }

// Compare returns the first difference between two documents, in the order of
// their members, or nil.
func Compare(expected, got any, pointer string) *Difference {
	switch want := expected.(type) {
	case map[string]any:
		if have, ok := got.(map[string]any); ok {
			return compareObjects(want, have, pointer)
		}
	case []any:
		if have, ok := got.([]any); ok && len(have) == len(want) {
			for i := range want {
				if d := Compare(want[i], have[i], pointer+"/"+strconv.Itoa(i)); d != nil {
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
	return &Difference{pointer, Show(expected), Show(got)}
}

func compareObjects(want, have map[string]any, pointer string) *Difference {
	names := slices.Collect(maps.Keys(want))
	for name := range have {
		if _, ok := want[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		at := pointer + "/" + Escape(name)
		w, wanted := want[name]
		h, had := have[name]
		switch {
		case !had:
			return &Difference{at, Show(w), "nothing"}
		case !wanted:
			return &Difference{at, "nothing", Show(h)}
		}
		if d := Compare(w, h, at); d != nil {
			return d
		}
	}
	return nil
}
