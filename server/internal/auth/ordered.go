package auth

import (
	"container/list"
	"iter"
)

// An ordered is a map that keeps its entries in the order in which they were
// last put. Entries that live for a fixed time after their last use expire in
// that order, and the first is the one to drop when there is no room.
type ordered[K comparable, V any] struct {
	places map[K]*list.Element // elements of order
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

// put adds or replaces an entry and makes it the newest.
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

// all yields the entries, oldest first. The yielded entry may be dropped.
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

// dropWhile drops the oldest entries as long as goes returns true.
func (o *ordered[K, V]) dropWhile(goes func(V) bool) {
	for key, value := range o.all() {
		if !goes(value) {
			return
		}
		o.drop(key)
	}
}
