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

	// Timeout ends a command; zero means two minutes.
	Timeout time.Duration

	// Commands is how many commands may run at once; zero means 8.
	Commands int

	// Logger hears what a command prints beside its answer; nil means nobody.
	Logger *slog.Logger
}

// DefaultTimeout lets `iocage start` use the 60 seconds of exec_timeout, with
// room to spare.
const DefaultTimeout = 2 * time.Minute

// A Client runs iocage commands, a bounded number of them at once.
type Client struct {
	runner  Runner
	compat  edition.Compat
	timeout time.Duration
	slots   chan struct{}
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
	c.slots = make(chan struct{}, o.Commands)
	return c
}

// run runs one command within the client's limits. What iocage refuses is no
// error here: see answer.
func (c *Client) run(ctx context.Context, args ...string) (Output, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()

	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return Output{}, c.ended(ctx, ErrBusy, args)
	}
	out, err := c.runner.Run(ctx, args...)
	if err != nil && ctx.Err() != nil {
		return Output{}, c.ended(ctx, ErrTimeout, args)
	}
	if err != nil {
		return Output{}, fmt.Errorf("cannot run iocage %s: %w", args[0], err)
	}
	return out, nil
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
	c.note(ctx, args[0], out.Stderr)
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
	c.note(ctx, args[0], out.Stderr)
	return out, nil
}

// note keeps in the log what iocage printed beside its answer: the datasets it
// created, say.
func (c *Client) note(ctx context.Context, command string, stderr []byte) {
	for _, line := range lines(stderr) {
		c.log.InfoContext(ctx, "iocage says", "command", command, "line", line)
	}
}

// ended names the limit that ended a command, or a server that is stopping.
func (c *Client) ended(ctx context.Context, limit error, args []string) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("iocage %s did not finish within %v: %w", args[0], c.timeout, limit)
	}
	return fmt.Errorf("iocage %s did not finish: %w", args[0], ErrStopped)
}
