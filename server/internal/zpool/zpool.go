// Package zpool parses the table of `zpool list`.
package zpool

import (
	"fmt"
	"strings"
)

// A Pool is one row of the table: each cell as zpool prints it, "-" where the
// table has no such column. The members are named as in the documents ("System
// State").
type Pool struct {
	Name     string `json:"-"`
	Size     string `json:"size"`
	Alloc    string `json:"alloc"`
	Free     string `json:"free"`
	Frag     string `json:"frag"`
	ExpandSz string `json:"expandsz"`
	Dedup    string `json:"dedup"`
	Altroot  string `json:"altroot"`
	Capacity string `json:"capacity"`
	Health   string `json:"health"`
}

// Online is the health of a pool without problems.
const Online = "ONLINE"

// columns assigns cells to fields. ZFS had fewer columns before 2014, and has
// had CKPOINT since 2018, which the contract does not have.
var columns = map[string]func(*Pool) *string{
	"NAME":     func(p *Pool) *string { return &p.Name },
	"SIZE":     func(p *Pool) *string { return &p.Size },
	"ALLOC":    func(p *Pool) *string { return &p.Alloc },
	"FREE":     func(p *Pool) *string { return &p.Free },
	"FRAG":     func(p *Pool) *string { return &p.Frag },
	"EXPANDSZ": func(p *Pool) *string { return &p.ExpandSz },
	"DEDUP":    func(p *Pool) *string { return &p.Dedup },
	"ALTROOT":  func(p *Pool) *string { return &p.Altroot },
	"CAP":      func(p *Pool) *string { return &p.Capacity },
	"HEALTH":   func(p *Pool) *string { return &p.Health },
}

// none is what zpool prints if there are no pools.
const none = "no pools available"

// Parse parses what `zpool list` printed on stdout. Empty output means no
// pools.
func Parse(text string) ([]Pool, error) {
	var pools []Pool
	var heading []string
	for line := range strings.Lines(strings.ReplaceAll(text, "\t", " ")) {
		line = strings.TrimRight(line, "\r\n ")
		switch {
		case line == "", line == none:
		case heading == nil:
			heading = strings.Fields(line)
			if len(heading) < 2 || heading[0] != "NAME" {
				return nil, fmt.Errorf("cannot read the heading of zpool list: %.200q", line)
			}
		default:
			pool, found := readRow(line, heading)
			if !found {
				return nil, fmt.Errorf("cannot read a line of zpool list: %.200q", line)
			}
			pools = append(pools, pool)
		}
	}
	return pools, nil
}

// readRow parses a row from its end, because all cells are words except the
// first and the last. A pool's name may contain blanks, and so may the path of
// its altroot, which begins at the row's first slash.
func readRow(line string, heading []string) (Pool, bool) {
	pool := Pool{
		Size: "-", Alloc: "-", Free: "-", Frag: "-", ExpandSz: "-", Dedup: "-",
		Altroot: "-", Capacity: "-", Health: "-",
	}
	rest := line
	for i := len(heading) - 1; i > 0; i-- {
		rest = strings.TrimRight(rest, " ")
		begin := strings.LastIndexByte(rest, ' ')
		if slash := strings.Index(rest, " /"); heading[i] == "ALTROOT" && slash >= 0 {
			begin = slash
		}
		if begin < 0 {
			return Pool{}, false
		}
		if column := columns[heading[i]]; column != nil {
			*column(&pool) = rest[begin+1:]
		}
		rest = rest[:begin]
	}
	pool.Name = strings.TrimSpace(rest)
	return pool, pool.Name != ""
}
