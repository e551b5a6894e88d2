package iocage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/crew"
	"github.com/sysadm-go/sysadm/server/internal/lead"
)

// Options are the limits of a client; those of the shell program have an edition
// and a compat, too.
type Options struct {
	Edition edition.Edition
	Compat  edition.Compat

	// Timeout is the longest time of a command, including its wait for others;
	// zero means two minutes.
	Timeout time.Duration

	// Commands is how many commands of each kind may run at once: those that
	// change the host, those that read it, and those in jails. Zero means 8.
	Commands int

	// Crew runs the commands; nil is a new goroutine for each.
	Crew *crew.Crew

	// Logger logs what a command prints besides its answer; nil means no log.
	Logger *slog.Logger
}

// defaultTimeout lets `iocage start` use the 60 seconds of exec_timeout, with
// room to spare.
const defaultTimeout = 2 * time.Minute

// commands runs the commands of one iocage, whichever program it is, so that
// they do not disturb each other (docs/concurrency.md). It is safe for
// concurrent use.
type commands struct {
	runner  Runner
	knower  Knower // nil: the runner must run
	timeout time.Duration
	slots   [kinds]chan struct{}
	turns   turns
	reads   reads
	whole   func(ctx context.Context, args []string) ([]string, error) // see wholeName
	crew    *crew.Crew
	log     *slog.Logger
}

func newCommands(r Runner, o Options) *commands {
	c := &commands{runner: r, timeout: o.Timeout, crew: o.Crew, log: o.Logger}
	c.knower, _ = r.(Knower)
	if c.timeout <= 0 {
		c.timeout = defaultTimeout
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
	c.whole = func(_ context.Context, args []string) ([]string, error) { return args, nil }
	c.reads = reads{run: c.command, crew: o.Crew, next: map[string]*read{}, running: map[string]*read{}}
	return c
}

// run runs one command within the client's limits. A refusal by iocage is not
// an error here; see answer.
func (c *commands) run(ctx context.Context, args ...string) (Output, error) {
	return c.runChecked(ctx, func(context.Context, []string) error { return nil }, args...)
}

// A checker finds a reason against the words that iocage gets for a change.
type checker func(ctx context.Context, words []string) error

// runChecked is run of a change, unless check finds a reason against it.
func (c *commands) runChecked(ctx context.Context, check checker, args ...string) (Output, error) {
	if err := checkLength(args); err != nil {
		return Output{}, err
	}
	if kindOf(args) == reading {
		return c.read(ctx, args)
	}
	lead.Pass(ctx)
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	end, err := c.turn(ctx, args)
	if err != nil {
		return Output{}, c.explain(ctx, ErrBusy, args)
	}
	var objection error
	out, err := begin(c.crew, func() (Output, error) {
		defer end()
		words, err := c.whole(ctx, args)
		if err == nil {
			err = check(ctx, words)
		}
		if objection = err; err != nil {
			return Output{}, nil
		}
		return c.command(ctx, func() {}, words)
	}).await(ctx)
	if err == nil && objection != nil {
		return Output{}, objection
	}
	return out, c.explain(ctx, err, args)
}

// read runs a command that reads, or joins a run of it.
func (c *commands) read(ctx context.Context, args []string) (Output, error) {
	words, err := c.whole(ctx, args)
	if err != nil {
		return Output{}, err
	}
	if out, known := c.known(ctx, words); known {
		return out, nil
	}
	lead.Pass(ctx)
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	out, err := c.reads.ask(ctx, words)
	return out, c.explain(ctx, err, words)
}

// known returns what a reading command would print, if the runner knows it.
func (c *commands) known(ctx context.Context, words []string) (out Output, known bool) {
	if c.knower == nil || ctx.Err() != nil {
		return Output{}, false
	}
	if out, known = c.knower.Known(words...); known {
		c.note(ctx, words, out)
	}
	return out, known
}

// turn waits for the turn of a command that changes the host. Commands in jails
// need none.
func (c *commands) turn(ctx context.Context, args []string) (end func(), err error) {
	if kindOf(args) == visiting {
		return func() {}, nil
	}
	return c.turns.take(ctx, scopeOf(args))
}

// command waits for a place for a command of its kind, calls begin, and runs
// the command.
func (c *commands) command(ctx context.Context, begin func(), args []string) (Output, error) {
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

// note logs what iocage printed besides its answer, such as the datasets it
// created. Its refusals, and the output of commands in jails, are answers.
func (c *commands) note(ctx context.Context, args []string, out Output) {
	if len(out.Stderr) == 0 {
		return
	}
	if _, refused := out.refusal(); refused || kindOf(args) == visiting {
		return
	}
	for _, line := range lines(out.Stderr) {
		c.log.InfoContext(ctx, "iocage says", "command", args[0], "line", line)
	}
}

// explain returns the error for a command without an answer: how far it got,
// and whether the time limit or a stopping server ended it.
func (c *commands) explain(ctx context.Context, err error, args []string) error {
	came := "did not finish"
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrBusy):
		came = "did not begin"
	case !errors.Is(err, ErrTimeout):
		return fmt.Errorf("cannot run iocage %s: %w", args[0], err)
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("iocage %s %s: %w", args[0], came, ErrStopped)
	}
	return fmt.Errorf("iocage %s %s within %v: %w", args[0], came, c.timeout, err)
}
