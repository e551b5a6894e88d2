// Package iocage is a typed client of the iocage command: it checks what it is
// given, runs the command and reads what the command prints. It knows neither
// sockets nor JSON.
//
// Output formats are those of the shell iocage of February 2016, measured on
// the real program; each parser says which command it reads.
package iocage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Runner runs the iocage command with the given arguments, each one passed
// as it is: no shell reads them. It returns what the command printed and its
// exit status; an error means that there is no exit status to tell.
type Runner interface {
	Run(ctx context.Context, args ...string) (Output, error)
}

// Output is what one run of the command printed.
type Output struct {
	Stdout, Stderr []byte
	ExitCode       int
}

// Options are the limits of a Client and what it answers to.
type Options struct {
	Compat edition.Compat

	// Timeout ends a command, its waiting for others included; zero means two
	// minutes.
	Timeout time.Duration

	// Commands is how many commands of each kind may run at once: those that
	// change the host, those that read it, and those in jails. Zero means 8.
	Commands int

	// Logger hears what a command prints beside its answer; nil means nobody.
	Logger *slog.Logger
}

// DefaultTimeout lets `iocage start` use the 60 seconds of exec_timeout, with
// room to spare.
const DefaultTimeout = 2 * time.Minute

// A Client runs iocage commands so that no two of them get into each other's way
// (docs/concurrency.md). It may be used by many at once.
type Client struct {
	runner  Runner
	compat  edition.Compat
	timeout time.Duration
	slots   [kinds]chan struct{}
	turns   turns
	reads   reads
	log     *slog.Logger
}

// New returns a client that runs its commands with r.
func New(r Runner, o Options) *Client {
	c := &Client{runner: r, compat: o.Compat, timeout: o.Timeout, log: o.Logger}
	if c.timeout <= 0 {
		c.timeout = DefaultTimeout
	}
	if o.Commands <= 0 {
		o.Commands = 8
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	for k := range c.slots {
		c.slots[k] = make(chan struct{}, o.Commands)
	}
	c.turns.uuid = c.uuid
	c.reads = reads{run: c.command, next: map[string]*read{}, running: map[string]*read{}}
	return c
}

// run runs one command within the client's limits. What iocage refuses is no
// error here: see answer.
func (c *Client) run(ctx context.Context, args ...string) (Output, error) {
	return c.runChecked(ctx, func(context.Context) error { return nil }, args...)
}

// runChecked runs a command unless check, which is made in the command's turn,
// finds something against it.
func (c *Client) runChecked(ctx context.Context, check func(context.Context) error, args ...string) (Output, error) {
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	var out Output
	var err error
	switch kindOf(args) {
	case reading:
		out, err = c.reads.ask(limited, args)
	case changing:
		out, err = c.change(limited, check, args)
	case visiting:
		out, err = c.command(limited, func() {}, args)
	}
	return out, c.explain(ctx, err, args)
}

// change runs a command that changes the host, in its turn.
func (c *Client) change(ctx context.Context, check func(context.Context) error, args []string) (Output, error) {
	end, err := c.turns.take(ctx, scopeOf(args))
	if err != nil {
		return Output{}, ErrBusy
	}
	defer end()
	if err := check(ctx); err != nil {
		return Output{}, err
	}
	return c.command(ctx, func() {}, args)
}

// command runs a command as soon as there is a place for one of its kind, and
// calls begin just before.
func (c *Client) command(ctx context.Context, begin func(), args []string) (Output, error) {
	slots := c.slots[kindOf(args)]
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return Output{}, ErrBusy
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	begin()
	out, err := c.runner.Run(ctx, args...)
	if err != nil && ctx.Err() != nil {
		return Output{}, ErrTimeout
	}
	if err == nil {
		c.note(ctx, args, out)
	}
	return out, err
}

// uuid is the uuid of the jail that iocage finds by a name.
func (c *Client) uuid(ctx context.Context, jail string) (string, error) {
	out, err := c.answer(ctx, "get", "host_hostuuid", jail)
	return strings.TrimSpace(string(out.Stdout)), err
}

// answer runs a command and returns its output if iocage did what was asked,
// and a *Refusal if it did not.
func (c *Client) answer(ctx context.Context, args ...string) (Output, error) {
	out, err := c.run(ctx, args...)
	if err != nil {
		return Output{}, err
	}
	if line, refused := out.refusal(); refused {
		return Output{}, &Refusal{Line: line}
	}
	return out, nil
}

// changed is answer for commands that change datasets, where zfs says on stderr
// what it could not do while iocage exits 0.
func (c *Client) changed(ctx context.Context, args ...string) (Output, error) {
	out, err := c.run(ctx, args...)
	if err != nil {
		return Output{}, err
	}
	if line, failed := out.failure(); failed {
		return Output{}, &Refusal{Line: line}
	}
	return out, nil
}

// note keeps in the log what iocage printed beside its answer: the datasets it
// created, say. What it refuses with, and what is said in a jail, is the answer.
func (c *Client) note(ctx context.Context, args []string, out Output) {
	if _, refused := out.refusal(); refused || kindOf(args) == visiting {
		return
	}
	for _, line := range lines(out.Stderr) {
		c.log.InfoContext(ctx, "iocage says", "command", args[0], "line", line)
	}
}

// explain says of a command that has no answer what it was, and which limit
// ended it, or that the server is stopping.
func (c *Client) explain(ctx context.Context, err error, args []string) error {
	var refusal *Refusal
	switch {
	case err == nil, errors.As(err, &refusal):
		return err
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("iocage %s did not finish: %w", args[0], ErrStopped)
	case errors.Is(err, ErrBusy):
		return fmt.Errorf("iocage %s did not begin within %v: %w", args[0], c.timeout, ErrBusy)
	case errors.Is(err, ErrTimeout):
		return fmt.Errorf("iocage %s did not finish within %v: %w", args[0], c.timeout, ErrTimeout)
	}
	return fmt.Errorf("cannot run iocage %s: %w", args[0], err)
}
