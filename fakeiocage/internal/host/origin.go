package host

import (
	"cmp"
	"slices"
	"strings"
)

// origin returns the dataset and the snapshot of which the jail is a clone;
// clone is false if it is not one.
func (j *Jail) origin() (dataset, snapshot string, clone bool) {
	origin, _ := j.Props.Get("origin")
	return strings.Cut(origin, "@")
}

// clonesOf returns the jails and templates that share their blocks with the
// named snapshot of j, or with any if the name is empty.
func (j *Jail) clonesOf(name string) []*Jail {
	clones := j.pool.Lookup(Key{ClonedFrom, j.Dataset() + "@" + name})
	return slices.DeleteFunc(clones, func(c *Jail) bool {
		_, snapshot, _ := c.origin()
		return name != "" && name != snapshot
	})
}

// byDataset compares in the order of dataset names: by place, then by name.
func byDataset(a, b *Jail) int {
	return cmp.Or(strings.Compare(a.Place, b.Place), strings.Compare(a.Name, b.Name))
}

// FirstClone returns the first jail that shares its blocks with j, or nil.
func (j *Jail) FirstClone() *Jail {
	for _, c := range j.clonesOf("") {
		if c.Place == JailsPlace {
			return c
		}
	}
	return nil
}

// Promote makes a clone independent. It takes over the snapshots up to its
// origin, and its origin becomes its clone (measured: promote).
func (j *Jail) Promote(say Say) {
	dataset, name, clone := j.origin()
	source := j.pool.byDataset(dataset)
	for _, below := range j.filesystems() {
		if !clone || source == nil || source.snapshot(below, name) < 0 {
			say.To(NotAClone, j.filesystem(below))
			continue
		}
		say.To(Promoting, j.filesystem(below))
		if twice := j.conflict(source, below, name); twice != "" {
			say.To(Raw, "cannot promote '"+j.filesystem(below)+"': snapshot name '"+twice+"' from origin \nconflicts with '"+twice+"' from target")
			clone = false
		}
	}
	if clone && source != nil {
		j.takeOver(source, name)
	}
}

// conflict returns the name of a snapshot that would move and that both have.
func (j *Jail) conflict(source *Jail, below, name string) string {
	last := source.snapshot(below, name)
	for i, s := range source.Snapshots() {
		if i <= last && s.Below == below && j.snapshot(below, s.Name) >= 0 {
			return s.Name
		}
	}
	return ""
}

func (j *Jail) takeOver(source *Jail, name string) {
	last := map[string]int{}
	for _, below := range []string{"", dataBelow, rootBelow} {
		last[below] = source.snapshot(below, name)
	}
	var moved, kept []Snapshot
	for i, s := range source.Snapshots() {
		if i <= last[s.Below] {
			moved = append(moved, s)
		} else {
			kept = append(kept, s)
		}
	}
	for _, s := range moved {
		for _, c := range source.clonesOf(s.Name) {
			c.Set("origin", j.Dataset()+"@"+s.Name)
		}
	}
	source.SetSnapshots(kept)
	j.SetSnapshots(append(moved, j.Snapshots()...))
	older, _ := source.Value("origin")
	source.Set("origin", j.Dataset()+"@"+name)
	j.Set("origin", older)
}

// byDataset returns the dataset with that full name, or nil.
func (p *Pool) byDataset(name string) *Jail {
	below, ok := strings.CutPrefix(name, p.Name+"/iocage/")
	if !ok {
		return nil
	}
	return p.Jail(below)
}

// destroyAll destroys the datasets and all their clones, and returns them: zfs
// destroy -rR.
func (p *Pool) destroyAll(jails []*Jail) (gone []*Jail) {
	var clones map[string][]*Jail
	if len(jails) != 1 || len(jails[0].clonesOf("")) > 0 {
		clones = p.clones()
	}
	for len(jails) > 0 {
		j := jails[len(jails)-1]
		jails = append(jails[:len(jails)-1], clones[j.Dataset()]...)
		delete(clones, j.Dataset())
		p.Remove(j)
		gone = append(gone, j)
	}
	return gone
}

// clones returns the clones of all datasets, by the dataset's full name.
func (p *Pool) clones() map[string][]*Jail {
	clones := map[string][]*Jail{}
	for _, j := range p.Jails("") {
		if dataset, _, clone := j.origin(); clone {
			clones[dataset] = append(clones[dataset], j)
		}
	}
	return clones
}
