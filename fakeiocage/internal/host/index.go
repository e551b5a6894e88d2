package host

import (
	"slices"
	"strings"
	"sync"
)

// An index finds the datasets of a pool in memory by their keys, without a look
// at each of them. Pool.Add and Pool.Remove keep it up to date.
type index struct {
	pool string
	with map[Key][]*Jail // by every key but those of EndsWith
	ends []ending        // in the order of their names read backwards
}

// An ending is the whole name of a filesystem, by whose end its jail is found.
type ending struct {
	name string
	jail *Jail
}

// Index has an index made when datasets are first looked for, and kept: from now
// on the host changes by Accept alone.
func (h *Host) Index() {
	for _, p := range h.Pools {
		if p.index == nil {
			p.index = sync.OnceValue(func() *index { return newIndex(p) })
		}
	}
}

// reindex has the index find one dataset in place of another; either may be nil.
func (p *Pool) reindex(old, now *Jail) {
	if p.index == nil {
		return
	}
	x := p.index()
	if old != nil {
		x.drop(old)
	}
	if now != nil {
		x.add(now)
	}
}

func newIndex(p *Pool) *index {
	x := &index{pool: p.Name, with: map[Key][]*Jail{}}
	for _, j := range p.Jails("") {
		x.ends = append(x.ends, x.note(j)...)
	}
	slices.SortFunc(x.ends, func(a, b ending) int { return compareEnds(a.name, b.name) })
	return x
}

// find returns the datasets that have the key, in any order.
func (x *index) find(k Key) (found []*Jail) {
	if k.Index != EndsWith {
		return slices.Clone(x.with[k])
	}
	first, _ := x.place(k.Value)
	for _, e := range x.ends[first:] {
		if !strings.HasSuffix(e.name, k.Value) {
			break
		}
		found = append(found, e.jail)
	}
	return found
}

func (x *index) add(j *Jail) {
	for _, e := range x.note(j) {
		i, _ := x.place(e.name)
		x.ends = slices.Insert(x.ends, i, e)
	}
}

// note has a dataset found by its keys, but for its endings: it returns them, to be
// put where they belong in the order of all.
func (x *index) note(j *Jail) (ends []ending) {
	for _, k := range j.Keys(x.pool) {
		if k.Index == EndsWith {
			ends = append(ends, ending{k.Value, j})
		} else {
			x.with[k] = append(x.with[k], j)
		}
	}
	return ends
}

// drop forgets a dataset, which must be as it was when it was added.
func (x *index) drop(j *Jail) {
	for _, k := range j.Keys(x.pool) {
		if k.Index == EndsWith {
			i, _ := x.place(k.Value)
			for x.ends[i].jail != j { // names may differ in capitals alone
				i++
			}
			x.ends = slices.Delete(x.ends, i, i+1)
			continue
		}
		x.with[k] = slices.DeleteFunc(x.with[k], func(other *Jail) bool { return other == j })
		if len(x.with[k]) == 0 {
			delete(x.with, k)
		}
	}
}

// place is where among the ends a name is, or would be.
func (x *index) place(name string) (i int, found bool) {
	return slices.BinarySearchFunc(x.ends, name, func(e ending, name string) int { return compareEnds(e.name, name) })
}

// compareEnds compares texts from their ends on.
func compareEnds(a, b string) int {
	for i := 1; i <= min(len(a), len(b)); i++ {
		if d := int(a[len(a)-i]) - int(b[len(b)-i]); d != 0 {
			return d
		}
	}
	return len(a) - len(b)
}
