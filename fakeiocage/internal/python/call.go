package python

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/render"
)

// A call is one run of the command. Its output waits in out until the change
// that it reports is committed.
type call struct {
	ctx      context.Context
	store    program.Store
	env      program.Env
	commands []Command
	words    []string
	now      time.Time
	stdin    *bufio.Reader // nil: nothing was read yet; see input
	out      *render.Output
}

// print adds a line to stdout, as all of the program's messages do, those about
// errors too (ioc_common.py, callback; ioc_logger.py).
func (c *call) print(message string) { c.out.Print(message + "\n") }

func (c *call) printf(format string, args ...any) { c.print(fmt.Sprintf(format, args...)) }

// say adds the text of a notice, where that is the same as the shell iocage's.
func (c *call) say(kind host.Kind, about ...string) { c.out.Say(host.Notice{Kind: kind, About: about}) }

// says reports whether one of the words is this one.
func (c *call) says(word string) bool { return slices.Contains(c.words, word) }

// An ending is the end of a run before its time: what the program then writes
// to stderr, and its exit status.
type ending struct {
	status int
	stderr string
}

func (e ending) Error() string { return fmt.Sprintf("exit %d: %s", e.status, e.stderr) }

func exit(status int, stderr string) error { return ending{status, stderr} }

// done ends the run although nothing is wrong.
var done = exit(0, "")

// aborted ends a run that was to be answered and was not: click tells of the end of
// the input so (click 6.7, core.py, main).
var aborted = exit(1, "\nAborted!\n")

// An exception is what the program raises; if nobody catches it, the run ends
// with a traceback.
type exception struct{ class, message string }

// Error is the last line of the traceback, or its last lines.
func (e exception) Error() string {
	if e.message == "" {
		return e.class
	}
	return e.class + ": " + e.message
}

// traceback is what Python writes to stderr. Of its frames there is the first
// one, which is always the same.
func (e exception) traceback() string {
	return "Traceback (most recent call last):\n  File \"/usr/local/bin/iocage\", line 10, in <module>\n    sys.exit(cli())\n" + e.Error() + "\n"
}

func raise(class, message string) error { return exception{class, message} }

// refuse raises the exception with which the program refuses.
func refuse(message string) error { return raise("RuntimeError", message) }

func refusef(format string, args ...any) error { return refuse(fmt.Sprintf(format, args...)) }

// refusal returns the message of an exception of refuse.
func refusal(err error) (message string, refused bool) {
	var e exception
	refused = errors.As(err, &e) && e.class == "RuntimeError"
	return e.message, refused
}

// errUnprepared says that a reading run must change the host first.
var errUnprepared = errors.New("the pool is to be prepared first")

// stampTag is the tag of a jail without one: the time in UTC, to the
// microsecond, or the next that no jail has, because the clock may stand.
func (c *call) stampTag(p *host.Pool) string {
	for now := c.now.UTC(); ; now = now.Add(time.Microsecond) {
		tag := now.Format("2006-01-02@15:04:05") + fmt.Sprintf(":%06d", now.Nanosecond()/1000)
		if p.TagOwner(tag) == nil {
			return tag
		}
	}
}

// look runs fn on the active pool, for reading. If the program would activate a
// pool first, the run is a change.
func (c *call) look(fn func(*host.Pool) error) (err error) {
	failed := c.store.View(c.ctx, func(h *host.Host) error {
		if c.mustActivate(h) {
			return errUnprepared
		}
		err = c.onPool(h, fn)
		return nil
	})
	if errors.Is(failed, errUnprepared) {
		return c.change(fn)
	}
	return errors.Join(failed, err)
}

// change runs fn on the active pool, for changing it. What it has changed stays
// if it fails.
func (c *call) change(fn func(*host.Pool) error) error {
	return c.changeHost(func(h *host.Host) error { return c.onPool(h, fn) })
}

// changeHost runs fn on the host, for changing it.
func (c *call) changeHost(fn func(*host.Host) error) (err error) {
	failed := c.store.Update(c.ctx, func(h *host.Host) error {
		err = fn(h)
		return nil
	})
	return errors.Join(failed, err)
}

// flush writes the output of what was done.
func (c *call) flush() error {
	if err := c.out.Flush(c.env.Stdout, c.env.Stderr); err != nil {
		return fmt.Errorf("cannot write the output: %w", err)
	}
	return nil
}

// confirmed asks a question until the answer is yes or no; an empty answer is
// no. The end of the input ends the run (Click 6.7, termui.py).
func (c *call) confirmed(question string) (bool, error) {
	for {
		answer, err := c.ask(question + " [y/N]: ")
		if err != nil {
			return false, exit(1, "Aborted!\n")
		}
		switch strings.ToLower(strings.TrimSpace(answer)) {
		case "y", "yes":
			return true, nil
		case "n", "no", "":
			return false, nil
		}
		c.print("Error: invalid input")
	}
}

// ask prints a question and reads one line. It returns an error at the end of
// the input.
func (c *call) ask(question string) (string, error) {
	c.out.Print(question)
	if err := c.flush(); err != nil {
		return "", err
	}
	line, err := c.input().ReadString('\n')
	if line == "" && err != nil {
		return "", err
	}
	return strings.TrimSuffix(line, "\n"), nil
}

// input returns the input of the run: answers to its questions, or input for a
// command in a jail.
func (c *call) input() *bufio.Reader {
	if c.stdin == nil {
		c.stdin = bufio.NewReader(c.env.Stdin)
	}
	return c.stdin
}
