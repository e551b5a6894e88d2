package host

import (
	"maps"
	"slices"
)

// Doubled returns the tags that more than one jail of the pool has. Templates
// do not count.
func (p *Pool) Doubled() []string {
	if p.index != nil {
		return slices.Sorted(maps.Keys(p.index().doubled))
	}
	count := map[string]int{}
	for _, j := range p.held {
		if j != nil && j.Place == JailsPlace {
			count[j.called("tag")]++
		}
	}
	p.countBelow(count)
	delete(count, "")
	maps.DeleteFunc(count, func(_ string, n int) bool { return n < 2 })
	return slices.Sorted(maps.Keys(count))
}

// countBelow adds the jails that the run has not seen, by tags that may be
// those of several.
func (p *Pool) countBelow(count map[string]int) {
	if p.below == nil {
		return
	}
	for _, tag := range p.below.Doubled() {
		count[tag] += 0
	}
	for tag := range count {
		for _, j := range p.below.Lookup(Key{Called, tag}) {
			if _, seen := p.held[j.Below()]; !seen && j.tagged(tag) {
				count[tag]++
			}
		}
	}
}

// tagged reports whether it is a jail with the tag.
func (j *Jail) tagged(tag string) bool {
	return tag != "" && j.Place == JailsPlace && j.called("tag") == tag
}

// Orderly reports whether each jail and template has a configuration, a uuid and
// a tag, and each jail a tag of its own.
func (p *Pool) Orderly() bool {
	for _, place := range []string{JailsPlace, TemplatesPlace} {
		if len(p.Lookup(Key{Nameless, place})) > 0 {
			return false
		}
	}
	return len(p.Doubled()) == 0
}
