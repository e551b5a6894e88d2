package iocage

import (
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
	_, err := c.answer(ctx, command, pool)
	return err
}

// noPool is how iocage says, under rc, that no pool is active.
const noPool = "No pool selected for iocage"

// ActivePool returns the pool in use, as `iocage activate` prints it after
// "pool:", with the blank that the documents show.
func (c *Client) ActivePool(ctx context.Context) (string, error) {
	out, err := c.run(ctx, "activate")
	if err != nil {
		return "", err
	}
	if line, refused := out.refusal(); refused && strings.Contains(line, noPool) {
		return "", refusef("no pool is active: activate one first")
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
