package auth

import (
	"context"
	"net/netip"
	"sync"
)

// turns limits how many logins are checked at once, because each costs a
// password hash. No address holds more than half of the places, so that a
// guesser cannot keep others waiting, however many connections it uses.
type turns struct {
	places chan struct{}

	mu     sync.Mutex
	queues map[netip.Prefix]*queue
}

// A queue holds the places of one address and those who wait for them.
type queue struct {
	places chan struct{}
	users  int // guarded by turns.mu
}

func newTurns(places int) *turns {
	return &turns{places: make(chan struct{}, places), queues: map[netip.Prefix]*queue{}}
}

// take waits for a turn. The caller calls end when it has finished.
func (t *turns) take(ctx context.Context, from netip.Prefix) (end func(), err error) {
	q := t.join(from)
	if err := enter(ctx, q.places); err != nil {
		t.leave(from, q)
		return nil, err
	}
	if err := enter(ctx, t.places); err != nil {
		<-q.places
		t.leave(from, q)
		return nil, err
	}
	return func() {
		<-t.places
		<-q.places
		t.leave(from, q)
	}, nil
}

func enter(ctx context.Context, places chan struct{}) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *turns) join(from netip.Prefix) *queue {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := t.queues[from]
	if q == nil {
		q = &queue{places: make(chan struct{}, (cap(t.places)+1)/2)}
		t.queues[from] = q
	}
	q.users++
	return q
}

func (t *turns) leave(from netip.Prefix, q *queue) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if q.users--; q.users == 0 {
		delete(t.queues, from)
	}
}
