package iocage

import (
	"context"
	"strings"
)

// Cap applies the resource limits of a jail again. `iocage cap` exits 0 whatever
// happens, so what it prints decides: nothing, for a jail without limits, or one
// line that says OK.
func (c *Client) Cap(ctx context.Context, jail string) error {
	words, err := c.jailWord(jail, checkPlainJail)
	if err != nil {
		return err
	}
	words = append([]string{"cap"}, words...)
	if c.compat.EmptyRefusals {
		return c.quietly(ctx, words...)
	}
	out, err := c.answer(ctx, words...)
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
