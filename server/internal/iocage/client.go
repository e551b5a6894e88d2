// Package iocage is a typed client of the iocage command: it checks its
// arguments, runs the command and parses its output. It knows neither sockets
// nor JSON.
//
// There are two programs of that name, with other subcommands, output and exit
// codes, and a client for each: Client for the shell program of February 2016,
// whose output was measured, and Python for the rewrite of 2017. Each parser
// names the command whose output it reads.
package iocage

import (
	"context"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Client is a client of the shell iocage. It is safe for concurrent use.
type Client struct {
	*commands
	edition edition.Edition
	compat  edition.Compat

	lists    *readings[[]Jail]
	usages   *readings[[]Usage]
	settings *readings[map[string]string]
}

// New returns a client that runs its commands with r.
func New(r Runner, o Options) *Client {
	c := &Client{commands: newCommands(r, o), edition: o.Edition, compat: o.Compat}
	c.turns.uuid, c.whole = c.uuid, c.wholeName
	c.lists, c.usages = newReadings(parseList), newReadings(parseUsages)
	c.settings = newReadings(func(text string) (map[string]string, error) { return c.parseSettings(text, ":") })
	return c
}

// answer runs a command. It returns the output if iocage did what was asked,
// and a *Refusal otherwise. Commands that read may print any words, including
// ERROR.
func (c *Client) answer(ctx context.Context, args ...string) (Output, error) {
	out, err := c.run(ctx, args...)
	if err != nil {
		return Output{}, err
	}
	said := out
	if kindOf(args) == reading && out.ExitCode == 0 {
		said.Stdout = nil
	}
	if line, refused := said.refusal(); refused {
		return Output{}, c.refused(said, line)
	}
	return out, nil
}

// changed is answer for commands that change datasets: zfs reports its failures
// on stderr, while iocage exits 0.
func (c *Client) changed(ctx context.Context, args ...string) (Output, error) {
	out, err := c.run(ctx, args...)
	if err != nil {
		return Output{}, err
	}
	if line, failed := out.failure(); failed {
		return Output{}, c.refused(out, line)
	}
	return out, nil
}
