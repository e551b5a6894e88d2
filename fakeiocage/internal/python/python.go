// Package python imitates the rewrite of iocage in Python, as it was on
// 2017-06-05 (iocage 89864aa): another program than the shell iocage, on the
// same host. It has a table of subcommands, and one file for each.
//
// The program writes to stdout whatever it says, errors too, and ends with a
// traceback on stderr where it raises an exception: its stdout is no terminal
// here.
package python

import (
	"context"
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/render"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// exitFailed is the status of a run whose state cannot be read or written.
const exitFailed = 1

// Run runs the command once on the host in the store and returns its exit
// status. The words do not begin with the program's name.
func Run(ctx context.Context, s program.Store, words []string, env program.Env) int {
	c := &call{ctx: ctx, store: s, env: env, commands: commands, words: words, now: env.Now(), out: &render.Output{}}
	status, err := c.end(c.run())
	if err != nil {
		fmt.Fprintln(env.Stderr, "fakeiocage:", err)
		return exitFailed
	}
	return status
}

// end writes what was printed and returns the exit status. The error of a run
// says how it ended, or that the state cannot be used.
func (c *call) end(err error) (int, error) {
	var how ending
	var raised exception
	var usage click.UsageError
	switch {
	case errors.As(err, &how):
		c.out.Errorf("%s", how.stderr)
	case errors.As(err, &usage):
		c.out.Errorf("%s", usage.Error())
		how.status = 2
	case errors.As(err, &raised):
		c.out.Errorf("%s", raised.traceback())
		how.status = 1
	case err != nil:
		c.out.Discard()
		return exitFailed, err
	}
	return how.status, c.flush()
}

// run does what precedes every subcommand: it looks for the subcommand and for
// root, and then checks the pool (iocage 89864aa, main.py).
func (c *call) run() error {
	group := c.group()
	values, rest, err := group.ParseFirst(c.words)
	switch {
	case err != nil:
		return err
	case values.Has("version"):
		return c.printVersion()
	case values.Help || len(c.words) == 0:
		c.out.Print(c.groupPage(group))
		return nil
	case len(rest) == 0:
		return group.Wrong("Missing command.")
	}
	command, known := c.command(rest[0])
	if !known {
		return group.Wrong(`No such command "` + rest[0] + `".`)
	}
	if command.root && !c.env.Root() && !c.says("--help") {
		return exit(1, "You need to have root privileges to run "+command.Name+"\n")
	}
	if err := c.check(); err != nil {
		return err
	}
	return c.dispatch(command, rest[1:])
}

func (c *call) printVersion() error {
	d, err := edition.FindDialect(c.env.Getenv("FAKEIOCAGE_DIALECT"))
	c.print(d.Version)
	return err
}

// dispatch parses the words and runs the subcommand.
func (c *call) dispatch(command *Command, words []string) error {
	syntax := command.syntax()
	values, err := syntax.Parse(words)
	switch {
	case err != nil:
		return err
	case values.Help:
		c.out.Print(syntax.Page())
		return nil
	}
	return command.run(c, values)
}
