package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/render"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A call is one run of the command. Its output waits in out until the change
// that it reports is committed.
type call struct {
	ctx      context.Context
	store    program.Store
	env      program.Env
	dialect  edition.Dialect
	commands []Command
	by       host.Caller
	now      time.Time
	out      *render.Output
	say      host.Say
	moment   host.Moment

	// forbidden is the subcommand, if the caller may not run it.
	forbidden string

	// prepared says that the datasets were already checked, which a run does
	// once.
	prepared bool
}

var errUnprepared = errors.New("the pool is to be prepared first")

// look runs fn on the active pool, for reading. If the pool must be found or
// its datasets made first, as every command does, the run is a change.
func (c *call) look(fn func(*host.Pool) int) (status int, err error) {
	err = c.store.View(c.ctx, func(h *host.Host) error {
		if len(h.Pools) > 0 && c.by.Root && !h.Ready() {
			return errUnprepared
		}
		status = c.admit(h, func(h *host.Host) int { return c.on(h, fn) })
		return nil
	})
	if errors.Is(err, errUnprepared) {
		return c.change(fn)
	}
	return c.flush(status, err)
}

// change runs fn on the active pool, for changing it.
func (c *call) change(fn func(*host.Pool) int) (int, error) {
	return c.changeHost(func(h *host.Host) int { return c.on(h, fn) })
}

// changeHost runs fn on the host, for changing it, without finding a pool.
func (c *call) changeHost(fn func(*host.Host) int) (status int, err error) {
	err = c.store.Update(c.ctx, func(h *host.Host) error {
		status = c.admit(h, fn)
		return nil
	})
	return c.flush(status, err)
}

// lookHost runs fn on the host, for reading, without finding a pool.
func (c *call) lookHost(fn func(*host.Host) int) (status int, err error) {
	err = c.store.View(c.ctx, func(h *host.Host) error {
		status = c.admit(h, fn)
		return nil
	})
	return c.flush(status, err)
}

// admit makes the checks that precede every subcommand, and then runs fn.
func (c *call) admit(h *host.Host, fn func(*host.Host) int) int {
	switch {
	case len(h.Pools) == 0:
		c.say.To(host.NoPools)
		return 1
	case !h.Supported():
		c.say.To(host.OldKernel)
		return 1
	case c.forbidden != "":
		c.say.To(host.NeedsRoot, c.forbidden)
		return 1
	}
	return fn(h)
}

// on finds and prepares the active pool and runs fn on it.
func (c *call) on(h *host.Host, fn func(*host.Pool) int) int {
	c.moment = h.Begin(c.now)
	c.moment.RestoresMountpoint = c.dialect.RestoresMountpoint
	p := h.FindPool(c.by, c.say)
	if p == nil || !c.prepared && !p.Prepare(c.by, c.moment, c.say) {
		return 1
	}
	status := fn(p)
	c.prepared = true
	return status
}

// flush writes the output of what was done. If the change failed, it writes
// nothing.
func (c *call) flush(status int, err error) (int, error) {
	if err != nil {
		c.out.Discard()
		return 0, err
	}
	if err := c.out.Flush(c.env.Stdout, c.env.Stderr); err != nil {
		return 0, fmt.Errorf("cannot write the output: %w", err)
	}
	return status, nil
}

// confirmed reads an answer; only y and Y confirm.
func (c *call) confirmed() bool {
	answer := c.readLine()
	return answer == "y" || answer == "Y"
}

// readLine reads one line. At the end of the input it returns "". It reads byte
// by byte, as read of sh(1) does, so that what follows the line stays for the
// next question and for other programs that share the input.
func (c *call) readLine() string {
	var line []byte
	for next := make([]byte, 1); ; {
		n, err := c.env.Stdin.Read(next)
		if n > 0 && next[0] != '\n' {
			line = append(line, next[0])
			continue
		}
		if n > 0 || err != nil {
			return strings.TrimSpace(string(line))
		}
	}
}

// find returns the one dataset that the name stands for, or nil after a notice.
func (c *call) find(p *host.Pool, name string, notFound host.Kind) *host.Jail {
	found := c.findAll(p, name, notFound)
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

func (c *call) findAll(p *host.Pool, name string, notFound host.Kind) []*host.Jail {
	found, said := p.Find(name, c.say)
	if len(found) == 0 && !said {
		c.say.To(notFound, name)
	}
	return found
}
