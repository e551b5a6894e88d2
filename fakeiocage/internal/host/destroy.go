package host

// Destroy removes the jail, and the origin of a clone. A running jail must be
// stopped first. Clones of j other than jails prevent this (zfs destroy without
// -R).
func (j *Jail) Destroy(say Say) {
	say.To(Destroying, j.UUID())
	if clones := j.clonesOf(""); len(clones) > 0 {
		say.To(Raw, "cannot destroy '"+j.Dataset()+"': filesystem has dependent clones")
		say.To(Raw, "use '-R' to destroy the following datasets:")
		say.All(datasets(clones))
	} else {
		j.pool.Remove(j)
	}
	dataset, snapshot, clone := j.origin()
	if !clone {
		return
	}
	say.To(DestroyingOrigin, dataset+"@"+snapshot)
	if source := j.pool.byDataset(dataset); source != nil {
		say.All(source.RemoveSnapshot(snapshot))
	}
}
