package auth

import (
	"container/list"
	"iter"
)

// An ordered is a map that keeps its entries in the order in which they were last
// put. What lives for a fixed time after its last use expires in that order, and
// what has to go when there is no more room is the first.
type ordered[K comparable, V any] struct {
	places map[K]*list.Element // of order
	order  *list.List          // of *entryOf[K, V], oldest first
}

type entryOf[K comparable, V any] struct {
	key   K
	value V
}

func newOrdered[K comparable, V any]() *ordered[K, V] {
	return &ordered[K, V]{places: map[K]*list.Element{}, order: list.New()}
}

func (o *ordered[K, V]) len() int { return len(o.places) }

func (o *ordered[K, V]) get(key K) (value V, found bool) {
	place, found := o.places[key]
	if !found {
		return value, false
	}
	return place.Value.(*entryOf[K, V]).value, true
}

// put adds an entry, or replaces it, as the newest.
func (o *ordered[K, V]) put(key K, value V) {
	place, found := o.places[key]
	if !found {
		o.places[key] = o.order.PushBack(&entryOf[K, V]{key, value})
		return
	}
	place.Value.(*entryOf[K, V]).value = value
	o.order.MoveToBack(place)
}

func (o *ordered[K, V]) drop(key K) {
	if place, found := o.places[key]; found {
		o.order.Remove(place)
		delete(o.places, key)
	}
}

// all yields the entries, oldest first; the one yielded may be dropped.
func (o *ordered[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for place := o.order.Front(); place != nil; {
			e, next := place.Value.(*entryOf[K, V]), place.Next()
			if !yield(e.key, e.value) {
				return
			}
			place = next
		}
	}
}

// dropWhile drops the oldest entries as long as they are to go.
func (o *ordered[K, V]) dropWhile(goes func(V) bool) {
	for key, value := range o.all() {
		if !goes(value) {
			return
		}
		o.drop(key)
	}
}
