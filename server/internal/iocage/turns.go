package iocage

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// A scope is what a change touches.
type scope struct {
	// host says that the change may touch every jail.
	host bool

	// jail is the jail that the change is about, as it was named; "" for none.
	jail string

	// keeps says that the change needs the jail, but leaves it as it is.
	keeps bool

	// tag is the tag that the change gives a new jail, which takes it from an
	// older one if need be; "" for none.
	tag string
}

// renames tells a change that may make the name of another's jail stand for
// another jail.
func (s scope) renames(other scope) bool {
	return s.host || s.tag != "" && (s.tag == other.jail || s.tag == other.tag)
}

// clashes tells scopes that have something in common by their names alone.
func (s scope) clashes(other scope) bool {
	return s.renames(other) || other.renames(s) || s.meets(other) && s.jail == other.jail
}

// meets tells scopes that have something in common if their jails are one.
func (s scope) meets(other scope) bool {
	return s.jail != "" && other.jail != "" && !(s.keeps && other.keeps)
}

// turns are the changes that run or wait, in the order they came. A change waits
// for all before it that have something in common with it, and for nothing
// else. So no change is overtaken by a later one to its jail, and none waits in
// a circle.
type turns struct {
	// uuid tells which jail a name stands for; it fails if that cannot be told.
	uuid func(ctx context.Context, jail string) (string, error)

	mu   sync.Mutex
	line []*turn
}

// A turn is one change in the line.
type turn struct {
	scope
	settled chan struct{} // closed once the name of its jail stands for one jail until the turn ends
	ended   chan struct{}
	uuid    atomic.Pointer[string] // of its jail, once somebody had to know it
}

// take waits for the turn of a change; the caller ends the turn. A caller whose
// ctx ends first is out of the line, and gets the reason.
func (q *turns) take(ctx context.Context, s scope) (end func(), err error) {
	t := &turn{scope: s, settled: make(chan struct{}), ended: make(chan struct{})}
	q.mu.Lock()
	before := slices.Clone(q.line)
	q.line = append(q.line, t)
	q.mu.Unlock()

	end = func() { q.leave(t) }
	if err := q.wait(ctx, t, before); err != nil {
		end()
		return nil, err
	}
	return end, nil
}

func (q *turns) leave(t *turn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.line = slices.DeleteFunc(q.line, func(other *turn) bool { return other == t })
	close(t.ended)
}

// wait waits for those before t, first for those that could make its jail's name
// stand for another jail. Only then can be asked which jail it is, and that is
// asked only if there are changes to jails of other names.
func (q *turns) wait(ctx context.Context, t *turn, before []*turn) error {
	for _, b := range before {
		if b.renames(t.scope) {
			if err := await(ctx, b.ended); err != nil {
				return err
			}
		}
	}
	close(t.settled)
	for _, b := range before {
		clashes := t.clashes(b.scope)
		if !clashes && t.meets(b.scope) {
			clashes = q.sameJail(ctx, t, b)
		}
		if clashes {
			if err := await(ctx, b.ended); err != nil {
				return err
			}
		}
	}
	return nil
}

// sameJail tells whether the jails of t and b, which is before it, are one. When
// that cannot be told, they may be.
func (q *turns) sameJail(ctx context.Context, t, b *turn) bool {
	select {
	case <-b.ended:
		return false
	case <-b.settled:
	case <-ctx.Done():
		return true
	}
	mine, theirs := q.uuidOf(ctx, t), q.uuidOf(ctx, b)
	return mine == "" || theirs == "" || mine == theirs
}

func (q *turns) uuidOf(ctx context.Context, t *turn) string {
	if known := t.uuid.Load(); known != nil {
		return *known
	}
	uuid, err := q.uuid(ctx, t.jail)
	if err != nil {
		return ""
	}
	t.uuid.Store(&uuid)
	return uuid
}

func await(ctx context.Context, event <-chan struct{}) error {
	select {
	case <-event:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
