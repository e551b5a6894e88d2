package host

import "slices"

// Rollback is that of the shell iocage: it rolls each filesystem back to its snapshot,
// which destroys the later ones, goes on where zfs refuses it, and returns the last exit
// status. It does not touch the root of a basejail (measured: rollback).
func (j *Jail) Rollback(name string, say Say) (status int) {
	for _, below := range j.filesystems() {
		if below == rootBelow && j.Get("type") == "basejail" {
			status = 0
			continue
		}
		say.To(RollingBack, j.filesystem(below)+"@"+name)
		objections := j.rollback(below, name)
		say.All(objections)
		status = StatusOf(objections)
	}
	return status
}

// RollbackWithConfig is that of the rewrite of 2017: it rolls the filesystems back in
// turn, and restores the configuration. It stops at the first that zfs refuses, and
// returns its name with the objections.
func (j *Jail) RollbackWithConfig(name string) (refused string, objections []string) {
	for _, below := range j.filesystems() {
		if objections := j.rollback(below, name); len(objections) > 0 {
			return j.filesystem(below), objections
		}
		if c := j.Snapshots()[j.snapshot(below, name)].Config; c != nil {
			j.restoreConfig(c)
		}
	}
	return "", nil
}

// rollback rolls one filesystem back, or returns zfs's objections.
func (j *Jail) rollback(below, name string) (objections []string) {
	i := j.snapshot(below, name)
	if i < 0 {
		return []string{"cannot open '" + j.filesystem(below) + "@" + name + "': dataset does not exist"}
	}
	earlier, later := j.Snapshots()[:i+1], j.Snapshots()[i+1:]
	var clones []*Jail
	for _, s := range later {
		if s.Below == below {
			clones = append(clones, j.clonesOf(s.Name)...)
		}
	}
	if len(clones) > 0 {
		return append([]string{
			"cannot rollback to '" + j.filesystem(below) + "@" + name + "': clones of previous snapshots exist",
			"use '-R' to force deletion of the following clones and dependents:",
		}, datasets(clones)...)
	}
	kept := slices.DeleteFunc(slices.Clone(later), func(s Snapshot) bool { return s.Below == below })
	j.SetSnapshots(slices.Concat(earlier, kept))
	return nil
}
