package iocage

import (
	"cmp"
	"context"
	"fmt"
	"strings"
)

// Activate makes a pool the one that iocage uses.
func (c *Client) Activate(ctx context.Context, pool string) error {
	return c.setPool(ctx, "activate", pool)
}

// Deactivate ends a pool's use by iocage; its data stay.
func (c *Client) Deactivate(ctx context.Context, pool string) error {
	return c.setPool(ctx, "deactivate", pool)
}

func (c *Client) setPool(ctx context.Context, command, pool string) error {
	if err := checkPool(pool); err != nil {
		return err
	}
	if c.compat.EmptyRefusals {
		return c.quietly(ctx, command, pool)
	}
	_, err := c.answer(ctx, command, pool)
	return err
}

// quietly runs a command that succeeds if it prints nothing, whatever its exit
// status, as in the original. The one error line that the original passed on is
// that of activate, with iocage's indentation.
func (c *Client) quietly(ctx context.Context, words ...string) error {
	out, err := c.run(ctx, words...)
	if err != nil {
		return err
	}
	text := string(out.Stdout) + string(out.Stderr)
	first, _, _ := strings.Cut(text, "\n")
	switch {
	case text == "":
		return nil
	case words[0] == "activate" && strings.Contains(first, "ERROR:"):
		return &Refusal{Line: first}
	}
	return &Refusal{Line: first, Instead: nothing{}}
}

// noPool is what iocage prints under rc if no pool is active.
const noPool = "No pool selected for iocage"

const noActivePool = "no pool is active: activate one first"

// ActivePool returns the pool in use, as `iocage activate` prints it after
// "pool:", with the blank that the documents show.
func (c *Client) ActivePool(ctx context.Context) (string, error) {
	if c.compat.EmptyRefusals {
		return "", cmp.Or(c.quietly(ctx, "activate"), refusef(noActivePool))
	}
	out, err := c.run(ctx, "activate")
	if err != nil {
		return "", err
	}
	if line, refused := out.refusal(); refused && strings.Contains(line, noPool) {
		return "", refusef(noActivePool)
	} else if refused {
		return "", &Refusal{Line: line}
	}
	for _, line := range lines(out.Stdout) {
		if pool, found := strings.CutPrefix(line, "pool:"); found {
			return pool, nil
		}
	}
	return "", fmt.Errorf("cannot find the active pool in %s", quote(string(out.Stdout)))
}
