package metrics

import (
	"maps"
	"sync"
	"sync/atomic"
)

// A table has a value for each combination of labels. Looking one up needs no
// lock. Adding a combination, which is rare, copies the map.
type table[V any] struct {
	adding sync.Mutex
	by     atomic.Pointer[map[combination]*V]
}

// all returns the existing values. The map must not be changed.
func (t *table[V]) all() map[combination]*V {
	if by := t.by.Load(); by != nil {
		return *by
	}
	return nil
}

// of returns the value of a combination, which it makes if it is missing.
func (t *table[V]) of(c combination, make func() *V) *V {
	if v := t.all()[c]; v != nil {
		return v
	}
	t.adding.Lock()
	defer t.adding.Unlock()
	if v := t.all()[c]; v != nil {
		return v
	}
	more := maps.Clone(t.all())
	if more == nil {
		more = map[combination]*V{}
	}
	more[c] = make()
	t.by.Store(&more)
	return more[c]
}
