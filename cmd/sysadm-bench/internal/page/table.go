// Package page writes the results, on a terminal and in docs/performance.md.
package page

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
)

// A column of a table.
type column struct {
	heading string
	number  bool
	cell    func(f figure.Figure) string
}

// columns are the columns of every table. One that is empty for all figures is
// left out.
var columns = []column{
	{"", false, func(f figure.Figure) string { return f.Name }},
	{"unit", false, func(f figure.Figure) string { return f.Unit }},
	{"runs", true, func(f figure.Figure) string { return strconv.Itoa(f.Value.Runs) }},
	{"min", true, spread(func(f figure.Figure) float64 { return f.Value.Min })},
	{"median", true, func(f figure.Figure) string { return number(f.Value.Median) }},
	{"p90", true, spread(func(f figure.Figure) float64 { return f.Value.P90 })},
	{"floor", true, compared(func(f figure.Figure) string { return number(f.Floor.Median) })},
	{"ratio", true, compared(func(f figure.Figure) string { return times(f.Ratio.Medians) })},
	{"middle half", true, compared(func(f figure.Figure) string {
		if f.Value.Runs == 1 {
			return ""
		}
		return times(f.Ratio.Low) + " – " + times(f.Ratio.High)
	})},
	{"before", true, before},
	{"target", false, func(f figure.Figure) string { return f.Target.String() }},
	{"verdict", false, verdict},
}

// spread returns an empty cell for a figure that was measured once.
func spread(of func(figure.Figure) float64) func(figure.Figure) string {
	return func(f figure.Figure) string {
		if f.Value.Runs == 1 {
			return ""
		}
		return number(of(f))
	}
}

// compared returns an empty cell for a figure without a floor.
func compared(cell func(figure.Figure) string) func(figure.Figure) string {
	return func(f figure.Figure) string {
		if f.Ratio == nil {
			return ""
		}
		return cell(f)
	}
}

func before(f figure.Figure) string {
	switch {
	case f.Before == nil:
		return ""
	case f.Ratio != nil:
		return times(*f.Before)
	}
	return number(*f.Before)
}

func verdict(f figure.Figure) string {
	if f.Verdict == figure.Missed {
		return "**missed**"
	}
	return string(f.Verdict)
}

// number writes three significant digits, and more only before the point.
func number(x float64) string {
	if x == 0 {
		return "0"
	}
	decimals := 2 - int(math.Floor(math.Log10(math.Abs(x))))
	return strconv.FormatFloat(x, 'f', min(max(decimals, 0), 6), 64)
}

// times writes a ratio with three significant digits, and at least two
// decimals.
func times(x float64) string {
	if x < 0.1 {
		return number(x)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// table writes a topic's figures as a Markdown table that is readable as plain
// text, too.
func table(w io.Writer, t figure.Topic) {
	lines := make([]strings.Builder, len(t.Figures)+2)
	for _, c := range columns {
		cells := make([]string, len(t.Figures))
		for i, f := range t.Figures {
			cells[i] = c.cell(f)
		}
		if !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" }) {
			continue
		}
		for i, cell := range c.aligned(cells) {
			lines[i].WriteString("|" + cell)
		}
	}
	for i := range lines {
		fmt.Fprintln(w, lines[i].String()+"|")
	}
}

// aligned returns the column's lines with equal width: heading, ruler and
// cells.
func (c column) aligned(cells []string) []string {
	width := utf8.RuneCountInString(c.heading)
	for _, cell := range cells {
		width = max(width, utf8.RuneCountInString(cell))
	}
	ruler := "-" + strings.Repeat("-", width) + "-"
	if c.number {
		ruler = ruler[1:] + ":"
	}
	lines := []string{c.padded(c.heading, width), ruler}
	for _, cell := range cells {
		lines = append(lines, c.padded(cell, width))
	}
	return lines
}

func (c column) padded(cell string, width int) string {
	blanks := strings.Repeat(" ", width-utf8.RuneCountInString(cell))
	if c.number {
		return " " + blanks + cell + " "
	}
	return " " + cell + blanks + " "
}
