package iocage

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/crew"
)

// A run is one run of a command, in its own goroutine. It holds its turn and
// its place until the command has ended, even if no caller waits any more: a
// zfs(8) whose pool is suspended cannot be killed, and acts when the pool
// returns.
type run struct {
	ended chan struct{} // closed when the fields below are set

	out    Output
	err    error
	defect any // the value with which do panicked
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

// result returns the result of a run that has ended. A panic of the run is
// repeated in the caller.
func (r *run) result() (Output, error) {
	if r.defect != nil {
		panic(r.defect)
	}
	return r.out, r.err
}

// patience is how much longer a caller waits for a command that has reached its
// limit. Such a command ends within grace, unless it cannot be killed.
const patience = 2 * grace

// errLingers is ErrTimeout for a command that cannot be killed.
var errLingers = fmt.Errorf("%w, but is still there", ErrTimeout)

// await returns the result as soon as it is known, or errLingers.
func (r *run) await(ctx context.Context) (Output, error) {
	if await(ctx, r.ended) == nil || r.endsInTime() {
		return r.result()
	}
	return Output{}, errLingers
}

// endsInTime reports whether a command that is being ended does end.
func (r *run) endsInTime() bool {
	select {
	case <-r.ended:
		return true
	case <-time.After(patience):
		return false
	}
}
