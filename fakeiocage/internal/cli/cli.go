// Package cli parses the arguments of the imitated command. It has a table of
// subcommands, and one file for each.
package cli

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/render"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// exitFailed is the status of a run whose state cannot be read or written.
const exitFailed = 1

// Run runs the command once on the host in the store and returns its exit
// status. The words do not begin with the program's name.
func Run(ctx context.Context, s program.Store, words []string, env program.Env) int {
	status, err := run(ctx, s, words, env)
	if err != nil {
		fmt.Fprintln(env.Stderr, "fakeiocage:", err)
		return exitFailed
	}
	return status
}

// run does what precedes any subcommand, in the original's order (measured).
func run(ctx context.Context, s program.Store, words []string, env program.Env) (int, error) {
	c, err := newCall(ctx, s, env)
	if err != nil {
		return 0, err
	}
	word, rest := first(words)
	if word == "--version" || word == "version" {
		c.out.Printf("%s\n", c.dialect.Version)
		return c.flush(0, nil)
	}
	if word == "-v" { // traces the original's shell; there is none here
		if word, rest = first(rest); word == "" {
			return c.dispatch(word, rest)
		}
	}
	switch word {
	case "":
		return c.lookHost(func(*host.Host) int { return usage(c) })
	case "help", "--help", "-h":
		return c.lookHost(func(*host.Host) int { return manual(c) })
	}
	return c.dispatch(word, rest)
}

// dispatch runs the subcommand. An unknown one prepares the pool like any
// other, and then prints the usage.
func (c *call) dispatch(word string, rest []string) (int, error) {
	command, known := c.command(word)
	if !c.by.Root && !command.AnyUser {
		c.forbidden = word
	}
	switch {
	case word == "":
		return c.look(func(*host.Pool) int { return 0 })
	case !known:
		return c.look(func(*host.Pool) int { return usage(c) })
	}
	return c.run(command, rest)
}

func newCall(ctx context.Context, s program.Store, env program.Env) (*call, error) {
	dialect := edition.DefaultDialect
	if name := env.Getenv("FAKEIOCAGE_DIALECT"); name != "" {
		var err error
		if dialect, err = edition.FindDialect(name); err != nil {
			return nil, err
		}
	}
	c := &call{
		ctx: ctx, store: s, env: env, dialect: dialect, commands: Commands,
		by:  host.Caller{Root: env.Root(), RC: env.Getenv("RC_PID") != ""},
		now: env.Now(),
		out: &render.Output{},
	}
	c.say = c.out.Say
	return c, nil
}

func first(words []string) (string, []string) {
	if len(words) == 0 {
		return "", nil
	}
	return words[0], words[1:]
}
