package difference

import (
	"cmp"
	"slices"
)

// An Alike is a difference that several checks have: the first of them, and how
// many they are.
type Alike struct {
	Check Check
	Difference
	Checks int
}

// Alike returns the differences of a result, each kind once: those of status first,
// then those of most checks. Two are alike that stand at the same place of a reply,
// whatever was asked, with values that are the same but for what changes by itself.
func (r Result) Alike() []Alike {
	var list []Alike
	places := map[string]int{}
	for _, c := range r.Checks {
		seen := map[string]bool{}
		for _, d := range c.Differences {
			at, known := places[d.kind]
			if !known {
				at = len(list)
				places[d.kind] = at
				list = append(list, Alike{Check: c, Difference: d})
			}
			if !seen[d.kind] {
				list[at].Checks++
			}
			seen[d.kind] = true
		}
	}
	slices.SortStableFunc(list, func(x, y Alike) int {
		return cmp.Or(cmp.Compare(x.rank(), y.rank()), cmp.Compare(y.Checks, x.Checks))
	})
	return list
}

// rank is 0 for what is told first.
func (a Alike) rank() int {
	if a.In == "status" {
		return 0
	}
	return 1
}
