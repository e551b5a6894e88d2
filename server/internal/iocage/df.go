package iocage

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A Usage is one row of `iocage df`: the disk space of one jail as zfs prints
// it.
type Usage struct {
	UUID, Compression, Reservation, Quota, Used, Available, Tag string
}

// Usages returns the disk space of the host's jails, in the order of their
// uuids.
func (c *Client) Usages(ctx context.Context) (*Reading[[]Usage], error) {
	out, err := c.answer(ctx, "df")
	if err != nil {
		return nil, err
	}
	usages, err := c.usages.of(out.Stdout)
	if err != nil {
		return nil, err
	}
	return named(ctx, c, usages, func(u *Usage) *string { return &u.UUID })
}

// usageColumns are the headings of `iocage df`.
var usageColumns = []string{"UUID", "CRT", "RES", "QTA", "USE", "AVA", "TAG"}

// parseUsages parses the table. Only the tag, which comes last, may contain
// blanks.
func parseUsages(text string) ([]Usage, error) {
	var usages []Usage
	headed := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case !headed:
			headed = slices.Equal(strings.Fields(line), usageColumns)
		case strings.TrimSpace(line) != "":
			usage, found := usageOf(line)
			if !found {
				return nil, fmt.Errorf("cannot read a line of iocage df: %s", quote(line))
			}
			usages = append(usages, usage)
		}
	}
	if !headed {
		return nil, fmt.Errorf("cannot find the heading of iocage df in %s", quote(text))
	}
	return usages, nil
}

func usageOf(line string) (Usage, bool) {
	cells, rest := make([]string, 0, len(usageColumns)), line
	for range len(usageColumns) - 1 {
		cell, after, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
		cells, rest = append(cells, cell), after
	}
	if slices.Contains(cells, "") || cells[0] != noUUID && !uuidForm.MatchString(cells[0]) {
		return Usage{}, false
	}
	return Usage{
		UUID: cells[0], Compression: cells[1], Reservation: cells[2], Quota: cells[3],
		Used: cells[4], Available: cells[5], Tag: strings.TrimSpace(rest),
	}, true
}
