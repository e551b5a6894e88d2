package host

import (
	"slices"
	"strings"
	"sync"
)

// An index finds the datasets of a pool in memory by their keys, without
// scanning all of them. Pool.Add and Pool.Remove keep it up to date.
type index struct {
	pool    string
	with    map[Key][]*Jail // by all other keys
	ends    sorted          // by the keys of EndsWith, compared from their ends
	uuids   sorted          // by the keys of UUID
	origins sorted          // by the keys of ClonedFrom
	doubled map[string]bool // see Pool.Doubled
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
	x := &index{
		pool: p.Name, with: map[Key][]*Jail{}, doubled: map[string]bool{},
		ends:    sorted{compare: compareEnds, alike: strings.HasSuffix},
		uuids:   sorted{compare: strings.Compare, alike: strings.HasPrefix},
		origins: sorted{compare: strings.Compare, alike: strings.HasPrefix},
	}
	all := p.Jails("")
	for _, j := range all {
		x.put(j, (*sorted).append)
	}
	x.ends.sort()
	x.uuids.sort()
	x.origins.sort()
	for _, j := range all {
		x.count(j)
	}
	return x
}

// find returns the datasets that have the key, in any order.
func (x *index) find(k Key) []*Jail {
	if names := x.sorted(k); names != nil {
		return names.find(k.Value)
	}
	return slices.Clone(x.with[k])
}

func (x *index) add(j *Jail) {
	x.put(j, (*sorted).insert)
	x.count(j)
}

// put adds the keys of a dataset, the sorted ones with the function.
func (x *index) put(j *Jail, into func(*sorted, nameOf)) {
	for _, k := range j.Keys(x.pool) {
		if names := x.sorted(k); names != nil {
			into(names, nameOf{k.Value, j})
		} else {
			x.with[k] = append(x.with[k], j)
		}
	}
}

// sorted returns where the keys of this kind are if they are sorted, or nil.
func (x *index) sorted(k Key) *sorted {
	switch k.Index {
	case EndsWith:
		return &x.ends
	case UUID:
		return &x.uuids
	case ClonedFrom:
		return &x.origins
	}
	return nil
}

// drop removes a dataset, which must be unchanged since it was added.
func (x *index) drop(j *Jail) {
	for _, k := range j.Keys(x.pool) {
		if names := x.sorted(k); names != nil {
			names.remove(nameOf{k.Value, j})
			continue
		}
		x.with[k] = slices.DeleteFunc(x.with[k], func(other *Jail) bool { return other == j })
		if len(x.with[k]) == 0 {
			delete(x.with, k)
		}
	}
	x.count(j)
}

// count notes whether the tag of the dataset is that of several jails.
func (x *index) count(j *Jail) {
	tag := j.called("tag")
	if owners(x.with[Key{Called, tag}], tag) > 1 {
		x.doubled[tag] = true
	} else {
		delete(x.doubled, tag)
	}
}

// owners counts the jails that have the tag.
func owners(jails []*Jail, tag string) (n int) {
	for _, j := range jails {
		if j.tagged(tag) {
			n++
		}
	}
	return n
}
