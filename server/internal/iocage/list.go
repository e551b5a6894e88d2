package iocage

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A Jail is one row of `iocage list`. A stopped jail has the JID and IP4 "-". A
// jail that iocage could not finish has "-" for everything it lacks.
type Jail struct {
	JID, UUID, Boot, State, Tag, Type, IP4 string
}

// List returns the host's jails in iocage's order, that of their uuids.
func (c *Client) List(ctx context.Context) (*Reading[[]Jail], error) {
	out, err := c.answer(ctx, "list")
	if err != nil {
		return nil, err
	}
	listed, err := c.lists.of(out.Stdout)
	if err != nil {
		return nil, err
	}
	return named(ctx, c, listed, func(j *Jail) *string { return &j.UUID })
}

// listColumns are the headings of `iocage list`. IP4 is missing before
// 2016-02-01 (iocage_legacy b327e47); later editions append columns.
var listColumns = []string{"JID", "UUID", "BOOT", "STATE", "TAG", "TYPE", "IP4"}

// foreignJails is the line after which `iocage list` shows running jails that
// it does not manage, in other columns.
const foreignJails = "--- non iocage jails currently active ---"

// parseList parses the table of `iocage list`. It ignores lines before the
// heading, such as "Setting up zpool", and the foreign jails at the end.
func parseList(text string) ([]Jail, error) {
	var jails []Jail
	var starts []int
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n ")
		switch {
		case starts == nil:
			starts = headingStarts(line)
		case strings.HasPrefix(line, foreignJails):
			return jails, nil
		case line != "":
			cells := rowCells(line, starts)
			if cells == nil || cells[3] != "up" && cells[3] != "down" {
				return nil, fmt.Errorf("cannot read a line of iocage list: %s", quote(line))
			}
			jails = append(jails, jailOf(cells))
		}
	}
	if starts == nil {
		return nil, fmt.Errorf("cannot find the heading of iocage list in %s", quote(text))
	}
	return jails, nil
}

// headingStarts returns where the columns begin if line is the heading, else nil.
func headingStarts(line string) []int {
	words := strings.Fields(line)
	known := min(len(words), len(listColumns))
	if known < len(listColumns)-1 || !slices.Equal(words[:known], listColumns[:known]) {
		return nil
	}
	starts := make([]int, len(words))
	for i, word := range words {
		starts[i] = strings.Index(line, word)
		if i > 0 {
			starts[i] = starts[i-1] + strings.Index(line[starts[i-1]:], " "+word) + 1
		}
	}
	return starts
}

// rowCells splits a row where the heading's columns begin, so that a tag with
// blanks stays whole. FreeBSD's column(1) gives bytes above 0x7f no width, so a
// tag with such bytes shifts the cells after it, as does a tag that is empty or
// contains ^. Such a row is split from both ends.
func rowCells(line string, starts []int) []string {
	if isASCII(line) {
		if cells := cellsAt(line, starts); cells != nil {
			return cells
		}
	}
	return cellsFromEnds(line, starts)
}

// cellsAt returns nil if a cell does not begin exactly at its column.
func cellsAt(line string, starts []int) []string {
	cells := make([]string, len(starts))
	for i, start := range starts {
		end := len(line)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		if start >= len(line) || end > len(line) || line[start] == ' ' || (start > 0 && line[start-1] != ' ') {
			return nil
		}
		cells[i] = strings.TrimRight(line[start:end], " ")
	}
	if strings.Contains(cells[len(cells)-1], " ") {
		return nil
	}
	return cells
}

// tagColumn is the index of TAG in listColumns, the only column with arbitrary
// text.
const tagColumn = 4

// cellsFromEnds takes the cells before the tag from the left and those after it
// from the right. The rest is the tag.
func cellsFromEnds(line string, starts []int) []string {
	left, rest := make([]string, 0, len(starts)), line
	for range tagColumn {
		word, after, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
		left, rest = append(left, word), after
	}
	var right []string
	for range len(starts) - tagColumn - 1 {
		rest = strings.TrimRight(rest, " ")
		i := strings.LastIndexByte(rest, ' ')
		right = append(right, rest[i+1:])
		rest = rest[:i+1]
	}
	if slices.Contains(left, "") || slices.Contains(right, "") {
		return nil
	}
	slices.Reverse(right)
	return slices.Concat(left, []string{strings.TrimSpace(rest)}, right)
}

func jailOf(cells []string) Jail {
	jail := Jail{
		JID: cells[0], UUID: cells[1], Boot: cells[2], State: cells[3],
		Tag: cells[4], Type: cells[5], IP4: "-",
	}
	if len(cells) > 6 {
		jail.IP4 = cells[6]
	}
	return jail
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7e })
}
