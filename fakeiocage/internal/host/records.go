package host

import (
	"slices"
	"strings"
)

// Records are a pool's datasets with properties, and its images, as they were
// before a run. The run uses them through a Pool of its own, which reads what
// the run asks for and keeps the results of its changes. Names are relative to
// POOL/iocage.
type Records interface {
	// Jail returns the dataset of the name, or nil.
	Jail(name string) *Jail
	// Jails returns the datasets whose name begins with the prefix, sorted by
	// name.
	Jails(prefix string) []*Jail
	// Lookup returns all datasets with the key, in any order, and possibly
	// duplicates and others.
	Lookup(Key) []*Jail
	// Images returns the files in /iocage/images, by name.
	Images() map[string]*Image
	// Doubled returns the tags that more than one jail has.
	Doubled() []string
}

// Over returns a pool whose contents are the records. If it may change, it
// keeps copies of the datasets that it returns.
func Over(name string, below Records, mayChange bool) *Pool {
	p := NewPool(name)
	p.below, p.mayChange = below, mayChange
	return p
}

// Jail returns the dataset with properties of that name, or nil.
func (p *Pool) Jail(name string) *Jail {
	if j, held := p.held[name]; held || p.below == nil {
		return j
	}
	return p.take(p.below.Jail(name))
}

// take returns a dataset from below. If it may be changed, take returns a copy
// and keeps it.
func (p *Pool) take(j *Jail) *Jail {
	switch {
	case j == nil:
	case p.mayChange:
		j = j.draft()
		p.Add(j.Place, j)
	default:
		j.pool = p
	}
	return j
}

// Jails returns the datasets with properties whose name begins with the prefix,
// sorted by name.
func (p *Pool) Jails(prefix string) []*Jail {
	first, _ := slices.BinarySearch(p.order, prefix)
	var own []*Jail
	for _, name := range p.order[first:] {
		if !strings.HasPrefix(name, prefix) {
			break
		}
		own = append(own, p.held[name])
	}
	if p.below == nil {
		return own
	}
	return p.merge(own, p.below.Jails(prefix))
}

// Lookup returns the datasets with the key, sorted by name.
func (p *Pool) Lookup(k Key) []*Jail {
	if k == (Key{Index: EndsWith}) {
		return p.Jails("") // every name ends with the empty text
	}
	if p.index != nil {
		return p.sift(p.index().find(k), k)
	}
	var own []*Jail
	for _, name := range p.order {
		if j := p.held[name]; j.has(p.Name, k) {
			own = append(own, j)
		}
	}
	if p.below == nil {
		return own
	}
	return p.merge(own, p.sift(p.below.Lookup(k), k))
}

// sift returns the datasets that do have the key, without duplicates, sorted by
// name.
func (p *Pool) sift(found []*Jail, k Key) []*Jail {
	found = slices.DeleteFunc(found, func(j *Jail) bool { return !j.has(p.Name, k) })
	slices.SortFunc(found, byDataset)
	return slices.CompactFunc(found, func(a, b *Jail) bool { return byDataset(a, b) == 0 })
}

// merge combines the run's datasets and those below, in order. A dataset that
// the run has changed or removed hides the one below.
func (p *Pool) merge(own, below []*Jail) []*Jail {
	all := make([]*Jail, 0, len(own)+len(below))
	for _, j := range below {
		if _, held := p.held[j.Below()]; held {
			continue
		}
		for len(own) > 0 && byDataset(own[0], j) < 0 {
			all, own = append(all, own[0]), own[1:]
		}
		all = append(all, p.take(j))
	}
	return append(all, own...)
}

// Add puts a dataset with properties at the given place.
func (p *Pool) Add(place string, j *Jail) {
	j.Place, j.pool = place, p
	name := j.Below()
	p.reindex(p.held[name], j)
	if p.held[name] == nil {
		i, _ := slices.BinarySearch(p.order, name)
		p.order = slices.Insert(p.order, i, name)
	}
	p.held[name] = j
	p.own(j)
}

// Remove removes a dataset.
func (p *Pool) Remove(j *Jail) {
	j.SetSnapshots(j.Snapshots()) // they go where the dataset goes
	name := j.Below()
	p.reindex(p.held[name], nil)
	if i, held := slices.BinarySearch(p.order, name); held {
		p.order = slices.Delete(p.order, i, i+1)
	}
	if p.below == nil {
		delete(p.held, name)
	} else {
		p.held[name] = nil
	}
	if j.Place == DefaultsPlace {
		p.drop("iocage/.defaults")
	}
}

// removeAll removes everything that iocage keeps on the pool.
func (p *Pool) removeAll() {
	for _, j := range slices.Backward(p.Jails("")) {
		p.Remove(j)
	}
	p.Datasets, p.RewriteDefaults, p.images = nil, nil, map[string]*Image{}
}

// Images returns the files in /iocage/images, by name.
func (p *Pool) Images() map[string]*Image {
	if p.images != nil || p.below == nil {
		return p.images
	}
	images := make(map[string]*Image)
	for name, image := range p.below.Images() {
		image = image.copy()
		image.link(p)
		images[name] = image
	}
	if p.mayChange {
		p.images = images
	}
	return images
}

// Changes returns what a run over records may have changed: the datasets that
// it has seen, nil for those removed, and the images, nil unless the run asked
// for them.
func (p *Pool) Changes() (jails map[string]*Jail, images map[string]*Image) { return p.held, p.images }
