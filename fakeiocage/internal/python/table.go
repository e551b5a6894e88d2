package python

import (
	"strings"
	"unicode/utf8"
)

// drawTable draws a table as texttable does: lines around every cell, and the
// heading centred.
func drawTable(heading []string, rows [][]string) string {
	widths := make([]int, len(heading))
	for _, row := range append([][]string{heading}, rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	thin := rule(widths, "-")
	lines := []string{thin, rowLine(heading, widths, centred), rule(widths, "=")}
	for _, row := range rows {
		lines = append(lines, rowLine(row, widths, leftmost), thin)
	}
	if len(rows) == 0 {
		lines = append(lines, thin)
	}
	return strings.Join(lines, "\n")
}

func rule(widths []int, dash string) string {
	var b strings.Builder
	for _, w := range widths {
		b.WriteString("+" + strings.Repeat(dash, w+2))
	}
	return b.String() + "+"
}

func rowLine(row []string, widths []int, place func(cell string, fill int) string) string {
	var b strings.Builder
	for i, cell := range row {
		b.WriteString("| " + place(cell, widths[i]-utf8.RuneCountInString(cell)) + " ")
	}
	return b.String() + "|"
}

func leftmost(cell string, fill int) string { return cell + strings.Repeat(" ", fill) }

func centred(cell string, fill int) string {
	return strings.Repeat(" ", fill/2) + leftmost(cell, fill-fill/2)
}
