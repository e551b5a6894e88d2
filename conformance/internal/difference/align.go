package difference

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Names are aligned by where they stand. Each name gets a color: a sum of all places
// where it stands, in which other names are told by their color, so that it is
// refined from round to round. Names whose color is unique on both sides are a
// pair; where several have one color nothing tells them apart, and two of them are
// made a pair, which may tell the others apart. What is left are names that stand
// in different places: those with most places in common are pairs.

// rounds is how often colors are refined: how far away a name may be that tells
// two others apart.
const rounds = 3

// trials is how many pairs are made, one at a time, of names that nothing tells
// apart, before all such names are paired in their order; couples how many are
// looked at for what they have in common. Both bound the time for large hosts.
const (
	trials  = 8
	couples = 10000
)

// align pairs the names of two conversations.
func align(a, b conversation) pairing {
	p := &pairs{a: places(a), b: places(b), names: pairing{naming{}, naming{}}}
	for tried := 0; p.unique(rounds) || p.alike(tried >= trials); tried++ {
	}
	for p.unique(0) {
	}
	p.nearest()
	for _, one := range p.a.order {
		p.name(one, name{}, "a")
	}
	for _, one := range p.b.order {
		p.name(name{}, one, "b")
	}
	return p.names
}

// pairs is an alignment on its way.
type pairs struct {
	a, b  sites
	names pairing
	count int
}

// name calls a thing of both sides, or of one, the same.
func (p *pairs) name(a, b name, prefix string) {
	called := prefix + strconv.Itoa(p.count)
	p.count++
	if _, known := p.names.a[a]; a.class != nil && !known {
		p.names.a[a] = called
	}
	if _, known := p.names.b[b]; b.class != nil && !known {
		p.names.b[b] = called
	}
}

// colored returns the names without a pair by their colors.
func (p *pairs) colored(rounds int) (a, b map[string][]name) {
	return p.a.colored(p.names.a, rounds), p.b.colored(p.names.b, rounds)
}

// unique pairs the names whose color no other one has, and reports whether there
// were any.
func (p *pairs) unique(rounds int) bool {
	a, b := p.colored(rounds)
	before := p.count
	for _, color := range bothNames(a, b) {
		if len(a[color]) == 1 && len(b[color]) == 1 {
			p.name(a[color][0], b[color][0], "")
		}
	}
	return p.count > before
}

// alike makes pairs of names that nothing tells apart, those first that are written
// alike: one, or all there are. It reports whether there were any.
func (p *pairs) alike(all bool) bool {
	a, b := p.colored(rounds)
	before := p.count
	for _, color := range bothNames(a, b) {
		left, right := commonFirst(a[color], b[color]), commonFirst(b[color], a[color])
		for i := range min(len(left), len(right)) {
			p.name(left[i], right[i], "")
			if !all {
				return true
			}
		}
	}
	return p.count > before
}

// commonFirst are names in their order, but for those at the beginning that others
// hold, too: these stand in the order of their texts.
func commonFirst(names, others []name) []name {
	common := slices.DeleteFunc(slices.Clone(names), func(n name) bool { return !slices.Contains(others, n) })
	rest := slices.DeleteFunc(slices.Clone(names), func(n name) bool { return slices.Contains(others, n) })
	slices.SortFunc(common, func(x, y name) int { return strings.Compare(x.text, y.text) })
	return append(common, rest...)
}

// nearest makes pairs of the names that have most places in common.
func (p *pairs) nearest() {
	a, b := p.a.left(p.names.a), p.b.left(p.names.b)
	type couple struct{ i, j, common int }
	var list []couple
	few := len(a)*len(b) <= couples
	for i, x := range a {
		for j, y := range b {
			if x.class == y.class && (few || i == j) {
				list = append(list, couple{i, j, common(p.a.at[x], p.b.at[y])})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y couple) int {
		return cmp.Or(cmp.Compare(y.common, x.common), cmp.Compare(x.i+x.j, y.i+y.j), cmp.Compare(max(x.i, x.j), max(y.i, y.j)))
	})
	for _, one := range list {
		_, left := p.names.a[a[one.i]]
		_, right := p.names.b[b[one.j]]
		if !left && !right {
			p.name(a[one.i], b[one.j], "")
		}
	}
}

// sites are the places where the names of a conversation stand.
type sites struct {
	order []name // as they first appear
	at    map[name][]site
}

// A site is a place where a name stands: the segments around it, in which a
// segment of the name itself has the class self.
type site []segment

var self = &class{name: "self"}

// common is how many places two names have in common.
func common(a, b []site) int {
	counts := map[string]int{}
	for _, s := range a {
		counts[kinds(s)]++
	}
	n := 0
	for _, s := range b {
		if counts[kinds(s)] > 0 {
			counts[kinds(s)]--
			n++
		}
	}
	return n
}

// left are the names without a pair.
func (s sites) left(paired naming) []name {
	return slices.DeleteFunc(slices.Clone(s.order), func(n name) bool { _, ok := paired[n]; return ok })
}

// colored returns the names without a pair by their colors.
func (s sites) colored(paired naming, rounds int) map[string][]name {
	colors := naming{}
	for _, n := range s.order {
		colors[n] = "?"
		if called, ok := paired[n]; ok {
			colors[n] = "=" + called
		}
	}
	for range rounds + 1 {
		next := naming{}
		for _, n := range s.order {
			next[n] = colors[n]
			if _, ok := paired[n]; !ok {
				next[n] = color(n, s.at[n], colors)
			}
		}
		colors = next
	}
	groups := map[string][]name{}
	for _, n := range s.left(paired) {
		groups[colors[n]] = append(groups[colors[n]], n)
	}
	return groups
}

// color is the sum of the places of a name.
func color(n name, at []site, colors naming) string {
	var texts []string
	for _, one := range at {
		texts = append(texts, colors.render(one))
	}
	slices.Sort(texts)
	return fmt.Sprintf("%s %x", n.class.name, sha256.Sum256([]byte(strings.Join(texts, "\x00"))))
}
