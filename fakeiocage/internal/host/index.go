package host

import (
	"slices"
	"strings"
	"sync"
)

// An index finds the datasets of a pool in memory by their keys, without
// scanning all of them. Pool.Add and Pool.Remove keep it up to date.
type index struct {
	pool string
	with map[Key][]*Jail // by every key except EndsWith
	ends []ending        // sorted by the reversed names
}

// An ending is the full name of a filesystem, for finding its jail by the end
// of that name.
type ending struct {
	name string
	jail *Jail
}

// Index makes pools build an index at the first lookup and keep it. From then
// on the host may change only by Accept.
func (h *Host) Index() {
	for _, p := range h.Pools {
		if p.index == nil {
			p.index = sync.OnceValue(func() *index { return newIndex(p) })
		}
	}
}

// reindex replaces a dataset in the index by another; either may be nil.
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

// note adds a dataset to the index by all keys but its endings. It returns
// those for the caller to insert in order.
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

// drop removes a dataset, which must be unchanged since it was added.
func (x *index) drop(j *Jail) {
	for _, k := range j.Keys(x.pool) {
		if k.Index == EndsWith {
			i, _ := x.place(k.Value)
			for x.ends[i].jail != j { // names may differ in capitals only
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

// place returns the index of a name among the ends, or where to insert it.
func (x *index) place(name string) (i int, found bool) {
	return slices.BinarySearchFunc(x.ends, name, func(e ending, name string) int { return compareEnds(e.name, name) })
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
