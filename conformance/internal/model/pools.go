package model

import (
	"maps"
	"slices"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// pools is which pool iocage uses. While that is not one for certain, iocage may
// refuse whatever needs one.
type pools struct {
	names  []string
	active string          // "" is none, some is one whose name nobody has told yet
	known  bool            // active is for certain
	also   map[string]bool // those that may be set active beside it
	not    string          // the one that cannot be active, "" if any can

	heir  string // the one that iocage makes active where none is
	alone bool   // who activates one deactivates the others
}

const some = "*"

// newPools takes iocage for set up: it is not told that it has no pool.
func newPools(names []string, d edition.Dialect) pools {
	p := pools{names: slices.Sorted(slices.Values(names)), active: some, known: true, also: map[string]bool{}, alone: d.Python}
	switch {
	case len(names) == 0:
	case d.Python:
		p.heir = p.names[0] // iocage 89864aa, ioc_json.py, json_get_value
	default:
		p.heir = p.names[len(p.names)-1]
	}
	return p
}

func (p *pools) clone() pools {
	c := *p
	c.also = maps.Clone(p.also)
	return c
}

// usable says that iocage has a pool to work on.
func (p *pools) usable() bool { return p.known && p.active != "" && len(p.also) == 0 }

func (p *pools) there(name string) bool { return slices.Contains(p.names, name) }

// activate follows a pool that was set active. It reports whether other jails
// than before may be listed now. The iocage of 2016 does not look for another
// active pool, and refuses to work with two.
func (p *pools) activate(name string) (others bool) {
	if p.known && p.active == name {
		return false
	}
	for _, other := range p.names {
		if other != name && !p.alone && (!p.known || p.active == other || p.active == some) {
			p.also[other] = true
		}
	}
	delete(p.also, name)
	p.active, p.known, p.not = name, true, ""
	return true
}

// deactivate follows a pool that was set inactive. The heir may come back by
// itself: iocage sets it up where it finds none.
func (p *pools) deactivate(name string) (others bool) {
	if p.known && p.active != name && p.active != some {
		others = p.also[name]
		delete(p.also, name)
		return others
	}
	p.known, p.not = false, ""
	if name != p.heir {
		p.not = name
	}
	return true
}

// learn takes what activatepool without a pool has told; "" is none.
func (p *pools) learn(name string) {
	p.active, p.known, p.not = name, true, ""
	if name == "" {
		p.known = false // iocage may set one up at any time
	}
	clear(p.also)
}
