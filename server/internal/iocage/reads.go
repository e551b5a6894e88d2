package iocage

import (
	"context"
	"strings"
	"sync"

	"github.com/sysadm-go/sysadm/server/internal/crew"
)

// reads runs commands that change nothing. Callers of the same command share
// its runs, but a caller never gets a run that began before its request: that
// run may have read the host before a change that the caller knows of. A caller
// that asks while the command runs shares the next run, which begins when that
// one ends.
type reads struct {
	// run waits until the command may start, calls begin, and runs it.
	run  func(ctx context.Context, begin func(), args []string) (Output, error)
	crew *crew.Crew

	mu      sync.Mutex
	next    map[string]*read // by command line: the run that has not begun and may be joined
	running map[string]*read
}

// A read is one run of a command and those who wait for it.
type read struct {
	*run
	asking int
	begun  bool
	cancel context.CancelFunc
}

// ask returns what the command prints when it is run after this call. A caller
// whose ctx ends first gets ErrTimeout if the command had begun, else ErrBusy.
func (r *reads) ask(ctx context.Context, args []string) (Output, error) {
	run := r.join(ctx, args)
	if await(ctx, run.ended) != nil {
		return Output{}, r.leave(run, args)
	}
	return run.result()
}

// join returns the command's next run, which has not begun.
func (r *reads) join(ctx context.Context, args []string) *read {
	r.mu.Lock()
	defer r.mu.Unlock()
	line := commandLine(args)
	next, found := r.next[line]
	if !found {
		next = &read{}
		ctx, next.cancel = context.WithCancel(context.WithoutCancel(ctx))
		before := r.running[line]
		next.run = begin(r.crew, func() (Output, error) { return r.carryOut(ctx, next, before, args) })
		r.next[line] = next
	}
	next.asking++
	return next
}

// leave stops waiting. The last caller to leave ends the run and waits until it
// has ended.
func (r *reads) leave(run *read, args []string) error {
	r.mu.Lock()
	run.asking--
	last, begun := run.asking == 0, run.begun
	if line := commandLine(args); last && r.next[line] == run {
		delete(r.next, line)
	}
	r.mu.Unlock()
	if last {
		run.cancel()
	}
	switch {
	case last && !run.endsInTime():
		return errLingers
	case begun:
		return ErrTimeout
	}
	return ErrBusy
}

// carryOut runs the command after the previous run, if there is one, has ended.
func (r *reads) carryOut(ctx context.Context, run, before *read, args []string) (Output, error) {
	defer run.cancel()
	defer r.forget(run, args)
	if before != nil {
		if err := await(ctx, before.ended); err != nil {
			return Output{}, err
		}
	}
	return r.run(ctx, func() { r.begin(run, args) }, args)
}

// begin closes the run to further callers.
func (r *reads) begin(run *read, args []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	line := commandLine(args)
	run.begun = true
	r.running[line] = run
	if r.next[line] == run {
		delete(r.next, line)
	}
}

func (r *reads) forget(run *read, args []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	line := commandLine(args)
	for _, runs := range []map[string]*read{r.next, r.running} {
		if runs[line] == run {
			delete(runs, line)
		}
	}
}

// commandLine returns a key for arguments, which never contain NUL.
func commandLine(args []string) string { return strings.Join(args, "\x00") }
