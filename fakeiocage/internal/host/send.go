package host

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// A Sending has the options of `send`.
type Sending struct {
	To    string // the pool that receives; empty: none, which zfs refuses
	Clean bool   // -c: destroy all iocage snapshots, before and after
	Move  bool   // -m: activate the other pool, and destroy this one's datasets
}

// Send copies everything that iocage keeps on the pool to another one
// (measured: send).
func (p *Pool) Send(s Sending, m Moment, say Say) {
	target := p.host.Pool(s.To)
	pools := []*Pool{p}
	if target != nil {
		pools = append(pools, target)
	}
	clean := func() {
		for _, q := range pools {
			q.cleanSnapshots()
		}
	}
	if s.Clean {
		clean()
	}
	p.snapshotAll("ioc-send-"+m.Now.Format(time.DateOnly), m.Now)
	if target == nil || target == p {
		say.To(Raw, "cannot receive: invalid name")
	} else {
		target.receive(p)
	}
	if s.Clean {
		clean()
	}
	if s.Move && target != nil && target != p {
		p.Comment, target.Comment = "inherit", "iocage"
		p.removeAll()
	}
}

func (p *Pool) snapshotAll(name string, now time.Time) {
	for _, j := range p.Jails("") {
		j.TakeSnapshot(name, Recursive, now) // that of the day may be there
	}
}

// receive replaces what iocage keeps on the pool by a copy of the other's.
// Running jails stay on the other.
func (p *Pool) receive(from *Pool) {
	p.removeAll()
	p.Datasets, p.RewriteDefaults = slices.Clone(from.Datasets), maps.Clone(from.RewriteDefaults)
	for _, j := range from.Jails("") {
		c := j.sent()
		p.Add(j.Place, c)
		if dataset, snapshot, clone := c.origin(); clone {
			c.Props.Set("origin", strings.Replace(dataset, from.Name, p.Name, 1)+"@"+snapshot)
		}
	}
	for name, image := range from.Images() {
		p.putImage(name, image.copy())
	}
}

// cleanSnapshots destroys the snapshots that iocage made, and their clones.
func (p *Pool) cleanSnapshots() {
	ours := func(s Snapshot) bool { return strings.Contains(s.Name, "ioc-") }
	var clones []*Jail
	for _, j := range p.Jails("") {
		for _, s := range j.Snapshots() {
			if ours(s) && s.Below == "" {
				clones = append(clones, j.clonesOf(s.Name)...)
			}
		}
	}
	p.destroyAll(slices.Compact(clones))
	for _, j := range p.Jails("") {
		j.dropSnapshots(ours)
	}
}

// HasDataset reports whether the name is a pool or a dataset that iocage made.
func (h *Host) HasDataset(name string) bool {
	for _, p := range h.Pools {
		below, inside := strings.CutPrefix(name, p.Name+"/")
		if name == p.Name || inside && p.Has(below) {
			return true
		}
		if below, ok := strings.CutPrefix(below, "iocage/"); inside && ok && p.Jail(below) != nil {
			return true
		}
	}
	return false
}
