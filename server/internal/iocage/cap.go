package iocage

import (
	"context"
	"strings"
)

// Cap applies the resource limits of a jail again. `iocage cap` always exits 0,
// so its output decides: it is a success if it is empty, as for a jail without
// limits, or one line that says OK.
func (c *Client) Cap(ctx context.Context, jail string) error {
	if jail == "" && c.compat.LooseArguments {
		return &Refusal{Line: noJail, Instead: nothing{}}
	}
	if err := checkOneJail(jail); err != nil {
		return err
	}
	if c.compat.EmptyRefusals {
		return c.quietly(ctx, "cap", jail)
	}
	out, err := c.answer(ctx, "cap", jail)
	if err != nil {
		return err
	}
	for _, line := range append(lines(out.Stdout), lines(out.Stderr)...) {
		if strings.Contains(line, "ERROR:") || strings.Contains(line, "FAILED") || strings.HasPrefix(line, "rctl:") {
			return &Refusal{Line: line}
		}
	}
	return nil
}
