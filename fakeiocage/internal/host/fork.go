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

// TagOwner returns the jail to which the link of the tag points, or nil.
func (p *Pool) TagOwner(tag string) *Jail { return p.linked(tag) }

// TakeTag gives the jail a tag and its link.
func (j *Jail) TakeTag(tag string) {
	j.Link = ""
	j.Set("tag", tag)
	if j.Place == JailsPlace {
		j.link(tag)
	}
}

// ToTemplates moves the jail to the templates, under its tag. It returns zfs's
// objection, or "".
func (j *Jail) ToTemplates() (why string) {
	refused := func(n Notice) { why = n.About[0] }
	if j.move(TemplatesPlace, j.Tag(), refused) {
		j.Link = ""
		j.Set("type", "template")
	}
	return why
}

// SetNative sets a property of zfs. It returns zfs's objection, or "".
func (j *Jail) SetNative(name, value string) (why string) {
	j.setNative(Property{name, value}, func(n Notice) { why = n.About[0] })
	return why
}

// RunHook runs exec_start or a similar property of the jail, and returns what
// it prints and its exit status.
func (j *Jail) RunHook(property string) (output string, status int) { return runHook(j.Get(property)) }

// Halt takes the jail from the kernel.
func (j *Jail) Halt() { j.Running, j.Limits = nil, nil }

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
