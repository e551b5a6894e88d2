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
		source.addSnapshots(name, []string{rootBelow}, m.Now)
		j.Set("origin", source.Dataset()+"@"+name)
	}
	return j
}
