package host

import "slices"

// A sorted are names of datasets in an order in which those that are alike are
// neighbours.
type sorted struct {
	compare func(a, b string) int
	alike   func(name, part string) bool // the name begins, or ends, with the part
	names   []nameOf
}

// A nameOf is one of the names of a dataset.
type nameOf struct {
	name string
	jail *Jail
}

func (s *sorted) order(a, b nameOf) int { return s.compare(a.name, b.name) }

func (s *sorted) sort() { slices.SortFunc(s.names, s.order) }

// append puts a name at the end; sort must follow.
func (s *sorted) append(n nameOf) { s.names = append(s.names, n) }

func (s *sorted) insert(n nameOf) { s.names = slices.Insert(s.names, s.first(n.name), n) }

// first returns the index of the first such name, or of what follows it.
func (s *sorted) first(name string) int {
	i, _ := slices.BinarySearchFunc(s.names, nameOf{name: name}, s.order)
	return i
}

// remove removes a name, which must be there.
func (s *sorted) remove(n nameOf) {
	i := s.first(n.name)
	for s.names[i] != n { // several datasets may have the same name
		i++
	}
	s.names = slices.Delete(s.names, i, i+1)
}

// find returns the datasets with a name that is like the part.
func (s *sorted) find(part string) (found []*Jail) {
	for _, n := range s.names[s.first(part):] {
		if !s.alike(n.name, part) {
			break
		}
		found = append(found, n.jail)
	}
	return found
}

// compareEnds compares texts from their ends backwards.
func compareEnds(a, b string) int {
	for i := 1; i <= min(len(a), len(b)); i++ {
		if d := int(a[len(a)-i]) - int(b[len(b)-i]); d != 0 {
			return d
		}
	}
	return len(a) - len(b)
}
