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

	// jail is the jail to change, by the name that the client gave; "" for
	// none.
	jail string

	// keeps says that the change needs the jail but leaves it as it is.
	keeps bool

	// tag is the tag that the change gives to a new jail, taking it from an
	// older one if necessary; "" for none.
	tag string
}

// renames reports whether the change may alter which jail the other's name
// stands for.
func (s scope) renames(other scope) bool {
	return s.host || s.tag != "" && (s.tag == other.jail || s.tag == other.tag)
}

// clashes reports whether two scopes overlap, judged by names alone.
func (s scope) clashes(other scope) bool {
	return s.renames(other) || other.renames(s) || s.meets(other) && s.jail == other.jail
}

// meets reports whether two scopes overlap if their jails are the same.
func (s scope) meets(other scope) bool {
	return s.jail != "" && other.jail != "" && !(s.keeps && other.keeps)
}

// turns are the changes that run or wait, in order of arrival. A change waits
// for all earlier changes that overlap with it, and for nothing else. So a
// later change to the same jail never overtakes it, and there is no deadlock.
type turns struct {
	// uuid returns the uuid of the jail that a name stands for, or an error if
	// that is unknown.
	uuid func(ctx context.Context, jail string) (string, error)

	mu   sync.Mutex
	line []*turn
}

// A turn is one change in the line.
type turn struct {
	scope
	settled chan struct{} // closed when the name of its jail can no longer change its meaning before the turn ends
	ended   chan struct{}
	uuid    atomic.Pointer[string] // of its jail, once it was looked up
}

// take waits for the turn of a change; the caller ends the turn. If ctx ends
// first, the change leaves the line and the error is the cause.
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

// wait waits for earlier changes: first for those that could alter which jail
// t's name stands for. Only then can the uuid be looked up, and it is looked up
// only if there are changes to jails of other names.
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

// sameJail reports whether t and the earlier turn b have the same jail. If that
// cannot be found out, it assumes so.
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
