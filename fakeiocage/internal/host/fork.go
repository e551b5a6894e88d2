package host

// Fork makes a jail whose folder root is a clone of that of a release or a
// template, as the rewrite of 2017 does; its properties are the built-in ones.
// Without a source its folder is empty.
func (p *Pool) Fork(source *Jail, name string, m Moment) *Jail {
	j := &Jail{Name: name}
	p.Add(JailsPlace, j)
	j.Set("type", "jail")
	j.Set("jail_zfs_dataset", dataDataset(name))
	if source != nil {
		source.Snapshots = append(source.Snapshots, Snapshot{Name: name, Below: rootBelow, Created: m.Now.Unix()})
		j.Set("origin", source.Dataset()+"@"+name)
	}
	return j
}

// TakeTag gives the jail a tag and its link, unless another jail has that link:
// then it gets the other tag (iocage 89864aa, ioc_create.py, create_link).
func (j *Jail) TakeTag(tag, other string) {
	if owner := j.pool.linked(tag); owner != nil && owner != j {
		tag = other
	}
	j.Link = ""
	j.Set("tag", tag)
	j.link(tag)
}

// Launch has jail(8) start the jail. It returns jail(8)'s complaints; if there
// are none, the jail is up.
func (j *Jail) Launch() (complaints []string) { return j.boot(func(Notice) {}) }

// AddressesInUse are those of the jails that run on the machine.
func (h *Host) AddressesInUse() (addresses []string) {
	for _, p := range h.Pools {
		for _, j := range p.Jails("") {
			if j.Up() {
				addresses = append(addresses, j.Running.IP4...)
			}
		}
	}
	for _, other := range h.OtherJails {
		addresses = append(addresses, other.IP4)
	}
	return addresses
}
