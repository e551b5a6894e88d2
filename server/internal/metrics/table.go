package metrics

import (
	"maps"
	"sync"
	"sync/atomic"
)

// A table has something to count with for each combination of labels. Whoever
// counts waits for nobody; a new combination, of which there are few, costs a copy.
type table[V any] struct {
	adding sync.Mutex
	by     atomic.Pointer[map[combination]*V]
}

// all are those that there are; nobody may change the map.
func (t *table[V]) all() map[combination]*V {
	if by := t.by.Load(); by != nil {
		return *by
	}
	return nil
}

// of returns that of a combination, and makes it where there is none.
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
