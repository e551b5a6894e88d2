// Package page shows what was measured, on a terminal and in docs/performance.md.
package page

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
)

// heading are the columns of every table.
var heading = []string{"", "unit", "runs", "min", "median", "p90", "floor", "ratio", "middle half", "target", ""}

// row is a figure's line of a table.
func row(f figure.Figure) []string {
	cells := []string{f.Name, f.Unit, strconv.Itoa(f.Value.Runs), number(f.Value.Min), number(f.Value.Median), number(f.Value.P90), "", "", "", "", ""}
	if f.Ratio != nil {
		cells[6], cells[7] = number(f.Floor.Median), times(f.Ratio.Medians)
		cells[8] = times(f.Ratio.Low) + " – " + times(f.Ratio.High)
	}
	if f.Target != nil {
		cells[9], cells[10] = f.Target.String(), string(f.Verdict)
	}
	if f.Verdict == figure.Missed {
		cells[10] = "**missed**"
	}
	return cells
}

// number has three digits, and more only before the point.
func number(x float64) string {
	if x == 0 {
		return "0"
	}
	decimals := 2 - int(math.Floor(math.Log10(math.Abs(x))))
	return strconv.FormatFloat(x, 'f', min(max(decimals, 0), 6), 64)
}

// times is a ratio, with two digits behind the point.
func times(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// table writes a topic's figures as a table that is good to read with and without
// Markdown.
func table(w io.Writer, t figure.Topic) {
	rows := [][]string{heading, nil}
	for _, f := range t.Figures {
		rows = append(rows, row(f))
	}
	widths := make([]int, len(heading))
	for _, cells := range rows {
		for i, cell := range cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, cells := range rows {
		if cells == nil {
			fmt.Fprintln(w, ruler(widths))
			continue
		}
		for i, cell := range cells {
			fmt.Fprintf(w, "| %s ", padded(cell, widths[i], i > 1 && i < 9))
		}
		fmt.Fprintln(w, "|")
	}
}

// ruler stands below the heading: numbers are set to the right.
func ruler(widths []int) string {
	var b strings.Builder
	for i, width := range widths {
		dashes := strings.Repeat("-", width+1)
		if i > 1 && i < 9 {
			b.WriteString("|" + dashes + ":")
		} else {
			b.WriteString("|-" + dashes)
		}
	}
	return b.String() + "|"
}

func padded(cell string, width int, right bool) string {
	blanks := strings.Repeat(" ", width-utf8.RuneCountInString(cell))
	if right {
		return blanks + cell
	}
	return cell + blanks
}
