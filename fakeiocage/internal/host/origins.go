package host

// Origins has the snapshots of datasets themselves, by the dataset, as far as they
// were asked for: of many jails that are clones of one dataset, all ask for the same.
type Origins map[string]map[string]bool

// RootOnly reports whether only the folder root of a jail is a clone, as in jails
// that the rewrite of 2017 makes from a release or a template.
func (o Origins) RootOnly(j *Jail) bool {
	dataset, snapshot, clone := j.origin()
	if !clone {
		return false
	}
	if _, asked := o[dataset]; !asked {
		o[dataset] = j.pool.byDataset(dataset).listed()
	}
	return o[dataset] != nil && !o[dataset][snapshot]
}

// listed returns the names of the snapshots of a dataset; nil if it is not there.
func (j *Jail) listed() map[string]bool {
	if j == nil {
		return nil
	}
	names := map[string]bool{}
	for _, s := range j.Listed() {
		names[s.Name] = true
	}
	return names
}
