package render

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// poolColumns are the columns of `zpool list` on FreeBSD 10.2 to 11, with their
// least width, because numbers take five characters.
var poolColumns = []struct {
	heading string
	width   int
}{
	{"NAME", 4}, {"SIZE", 5}, {"ALLOC", 5}, {"FREE", 5}, {"EXPANDSZ", 8}, {"FRAG", 5}, {"CAP", 5}, {"DEDUP", 5},
	{"HEALTH", 6}, {"ALTROOT", 7},
}

// Pools is the table of `zpool list`.
func Pools(pools []*host.Pool) string {
	if len(pools) == 0 {
		return "no pools available\n"
	}
	var rows [][]string
	var heading []string
	widths := make([]int, len(poolColumns))
	for i, column := range poolColumns {
		heading, widths[i] = append(heading, column.heading), column.width
	}
	for _, p := range pools {
		rows = append(rows, poolRow(p))
	}
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell))
		}
	}
	var b strings.Builder
	for _, row := range append([][]string{heading}, rows...) {
		last := len(row) - 1
		fmt.Fprintf(&b, "%-*s", widths[0], row[0])
		for i, cell := range row[1:last] {
			fmt.Fprintf(&b, "  %*s", widths[i+1], cell)
		}
		fmt.Fprintf(&b, "  %s\n", row[last])
	}
	return b.String()
}

// poolRow shows no numbers for a pool that cannot be opened.
func poolRow(p *host.Pool) []string {
	health, altroot := cmp.Or(p.Health, host.Online), cmp.Or(p.Altroot, "-")
	if health == host.Faulted || health == host.Unavail {
		return []string{p.Name, "-", "-", "-", "-", "-", "-", "-", string(health), altroot}
	}
	s := p.Space()
	return []string{
		p.Name, s.Size, s.Alloc, s.Free, "-", "0%", fmt.Sprintf("%d%%", s.Percent), "1.00x", string(health), altroot,
	}
}
