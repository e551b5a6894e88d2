package iocage

import (
	"context"
	"sync"
)

// A Single runs one command at a time. It does not wait for one that cannot be
// killed, as Runner does: until that one has ended, all others are refused with
// ErrBusy.
type Single struct {
	Runner Runner

	place sync.Mutex // held by the command
}

// Run runs a command of the Runner.
func (s *Single) Run(ctx context.Context, args ...string) (Output, error) {
	if !s.place.TryLock() {
		return Output{}, ErrBusy
	}
	return begin(nil, func() (Output, error) {
		defer s.place.Unlock()
		return s.Runner.Run(ctx, args...)
	}).await(ctx)
}
