package iocage

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/crew"
)

// A run is one run of a command, in a goroutine of its own. It holds what it
// needs, its turn and its place, until the command has ended, even if nobody
// waits for it any more: a zfs(8) whose pool is suspended cannot be ended by
// anybody, and acts when the pool comes back.
type run struct {
	ended chan struct{} // closed when what follows is known

	out    Output
	err    error
	defect any // what do panicked with
}

func begin(c *crew.Crew, do func() (Output, error)) *run {
	r := &run{ended: make(chan struct{})}
	c.Go(func() {
		defer close(r.ended)
		defer func() {
			if defect := recover(); defect != nil {
				r.defect = fmt.Sprintf("%v\n%s", defect, debug.Stack())
			}
		}()
		r.out, r.err = do()
	})
	return r
}

// result is that of a run that has ended. What the run panicked with is a panic
// of whoever asks.
func (r *run) result() (Output, error) {
	if r.defect != nil {
		panic(r.defect)
	}
	return r.out, r.err
}

// patience is how much longer a command is waited for when its limit has ended
// it. That is within grace, unless it cannot be ended.
const patience = 2 * grace

// errLingers is ErrTimeout of a command that cannot be ended.
var errLingers = fmt.Errorf("%w, but is still there", ErrTimeout)

// await returns the result as soon as there is one, or errLingers.
func (r *run) await(ctx context.Context) (Output, error) {
	if await(ctx, r.ended) == nil || r.endsInTime() {
		return r.result()
	}
	return Output{}, errLingers
}

// endsInTime tells whether a command that is being ended does end.
func (r *run) endsInTime() bool {
	select {
	case <-r.ended:
		return true
	case <-time.After(patience):
		return false
	}
}
