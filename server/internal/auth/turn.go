package auth

import (
	"context"
	"net/netip"
	"sync"
)

// turns lets a bounded number of logins be checked at once, for each costs the
// time of a password hash. No address holds more than half of the places, so that
// whoever guesses from one, over however many connections, keeps nobody else
// waiting.
type turns struct {
	places chan struct{}

	mu     sync.Mutex
	queues map[netip.Prefix]*queue
}

// A queue is what one address holds, and who waits there.
type queue struct {
	places chan struct{}
	users  int // guarded by turns.mu
}

func newTurns(places int) *turns {
	return &turns{places: make(chan struct{}, places), queues: map[netip.Prefix]*queue{}}
}

// take waits for a turn and returns what ends it.
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
