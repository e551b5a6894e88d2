package render

import (
	"slices"
	"strings"
)

// Cell separates the cells of a row, as it does in the original.
const Cell = "^"

// Table formats rows as FreeBSD's `column -ts^` does: each cell except a row's
// last is padded to the widest in its column and two blanks. Empty cells and
// rows are dropped. Bytes above 0x7f have no width.
func Table(rows []string) string {
	cells := make([][]string, 0, len(rows))
	for _, row := range rows {
		cells = appendLines(cells, row)
	}
	return layOut(cells)
}

// appendRow is appendLines for the cells joined by Cell.
func appendRow(cells [][]string, row []string) [][]string {
	if slices.ContainsFunc(row, isCut) {
		return appendLines(cells, strings.Join(row, Cell))
	}
	return append(cells, row)
}

// isCut reports whether column would see the cell as none, or as several.
func isCut(cell string) bool {
	return cell == "" || strings.Contains(cell, Cell) || strings.Contains(cell, "\n")
}

// appendLines cuts the lines of a text into cells.
func appendLines(cells [][]string, text string) [][]string {
	for line := range strings.SplitSeq(text, "\n") {
		if fields := split(line); len(fields) > 0 {
			cells = append(cells, fields)
		}
	}
	return cells
}

func layOut(cells [][]string) string {
	widths := columnWidths(cells)
	line := 1
	for _, w := range widths {
		line += w + 2
	}
	var b strings.Builder
	b.Grow(line * len(cells))
	for _, row := range cells {
		for i, cell := range row[:len(row)-1] {
			b.WriteString(cell)
			for range widths[i] - width(cell) + 2 {
				b.WriteByte(' ')
			}
		}
		b.WriteString(row[len(row)-1])
		b.WriteByte('\n')
	}
	return b.String()
}

func split(line string) []string {
	return slices.DeleteFunc(strings.Split(line, Cell), func(s string) bool { return s == "" })
}

func columnWidths(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(cell))
		}
	}
	return widths
}

func width(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < 0x80 {
			n++
		}
	}
	return n
}
