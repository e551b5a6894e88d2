package host

import (
	"slices"
	"strings"
	"time"
)

// A Snapshot is a snapshot of one filesystem of a jail. `zfs snapshot -r` makes
// one with the same name on each.
type Snapshot struct {
	Name string `json:"name"`

	// Below is the filesystem: empty for the jail's dataset, else root or data.
	Below string `json:"below,omitempty"`

	// Created is when it was made, in seconds since 1970.
	Created int64 `json:"created"`

	// Mounted is the folder of the host on which snapmount mounted it.
	Mounted string `json:"mounted,omitempty"`

	// Config is the configuration in a snapshot of the jail's dataset that the
	// rewrite of 2017 took; nil: none. It never changes.
	Config *Config `json:"config,omitempty"`
}

// rootBelow and dataBelow are the filesystems below a jail's dataset.
const (
	rootBelow = "root"
	dataBelow = "data"
)

// filesystems returns those of the jail, in the order in which zfs lists them.
func (j *Jail) filesystems() []string {
	below := []string{""}
	if j.Data {
		below = append(below, dataBelow)
	}
	if j.hasRoot() {
		below = append(below, rootBelow)
	}
	return below
}

// lastFilesystem is the last of them: the root, if the jail has one.
func (j *Jail) lastFilesystem() string {
	below := j.filesystems()
	return below[len(below)-1]
}

func (j *Jail) hasRoot() bool { return j.Place != DefaultsPlace && !j.Rootless }

// filesystem returns the full name of one of the jail's filesystems.
func (j *Jail) filesystem(below string) string {
	if below == "" {
		return j.Dataset()
	}
	return j.Dataset() + "/" + below
}

func (j *Jail) snapshot(below, name string) int {
	return slices.IndexFunc(j.Snapshots(), func(s Snapshot) bool { return s.Below == below && s.Name == name })
}

// TakeSnapshot makes a snapshot of the root, or of all filesystems, and returns
// the exit status. If any of them already has that snapshot, it fails
// (measured: snapshot).
func (j *Jail) TakeSnapshot(name string, recursive bool, now time.Time, say Say) int {
	filesystems := []string{rootBelow}
	if recursive {
		filesystems = j.filesystems()
	}
	if !j.maySnapshot(filesystems, name, say) {
		if recursive {
			say.To(Raw, "no snapshots were created")
		}
		return 1
	}
	j.addSnapshots(name, filesystems, now)
	return 0
}

func (j *Jail) maySnapshot(filesystems []string, name string, say Say) bool {
	may := true
	for _, below := range filesystems {
		if why := j.refuseSnapshot(below, name); why != "" {
			say.To(Raw, why)
			may = false
		}
	}
	return may
}

// refuseSnapshot returns the message of zfs(8) if it cannot make the snapshot,
// or "".
func (j *Jail) refuseSnapshot(below, name string) string {
	cannot := "cannot create snapshot '" + j.filesystem(below) + "@" + name + "': "
	switch bad := strings.IndexFunc(name, badInName); {
	case bad >= 0:
		return cannot + "invalid character '" + string([]rune(name[bad:])[:1]) + "' in name"
	case !slices.Contains(j.filesystems(), below):
		return "cannot open '" + j.filesystem(below) + "': dataset does not exist"
	case j.snapshot(below, name) >= 0:
		return cannot + "dataset already exists"
	}
	return ""
}

// RemoveSnapshot destroys the snapshots of that name on all filesystems and
// returns the exit status (measured: snapremove).
func (j *Jail) RemoveSnapshot(name string, say Say) int {
	if !slices.ContainsFunc(j.Snapshots(), func(s Snapshot) bool { return s.Name == name }) {
		say.To(Raw, "could not find any snapshots to destroy; check snapshot names.")
		return 1
	}
	if !j.mayRemove(name, say) {
		return 1
	}
	j.dropSnapshots(func(s Snapshot) bool { return s.Name == name })
	return 0
}

// mayRemove reports whether nothing depends on the snapshots of that name.
func (j *Jail) mayRemove(name string, say Say) bool {
	clones := j.clonesOf(name)
	if len(clones) > 0 {
		say.To(Raw, "cannot destroy '"+j.Dataset()+"@"+name+"': snapshot has dependent clones")
		say.To(Raw, "use '-R' to destroy the following datasets:")
		sayDatasets(clones, say)
	}
	return len(clones) == 0
}

// RemoveSnapshots destroys every snapshot of the dataset, and those with the
// same names below it. It returns the last status.
func (j *Jail) RemoveSnapshots(say Say) (status int) {
	free := map[string]bool{}
	for _, s := range j.Listed() {
		status = 1
		if free[s.Name] = j.mayRemove(s.Name, say); free[s.Name] {
			status = 0
		}
	}
	j.dropSnapshots(func(s Snapshot) bool { return free[s.Name] })
	return status
}

// DropSnapshot destroys the snapshots of that name on all filesystems, or
// returns the objections of zfs.
func (j *Jail) DropSnapshot(name string) (objections []string) {
	j.RemoveSnapshot(name, collect(&objections))
	return objections
}

// Listed returns the snapshots that snaplist shows: those of the dataset
// itself, oldest first.
func (j *Jail) Listed() []Snapshot {
	return slices.DeleteFunc(slices.Clone(j.Snapshots()), func(s Snapshot) bool { return s.Below != "" })
}

// Rollback rolls each filesystem back to its snapshot, which destroys the later
// ones, and returns the exit status. It does not touch the root of a basejail
// (measured: rollback).
func (j *Jail) Rollback(name string, say Say) (status int) {
	for _, below := range j.filesystems() {
		if below == rootBelow && j.Get("type") == "basejail" {
			status = 0
			continue
		}
		say.To(RollingBack, j.filesystem(below)+"@"+name)
		status = j.rollbackOne(below, name, say)
	}
	return status
}

func (j *Jail) rollbackOne(below, name string, say Say) int {
	i := j.snapshot(below, name)
	if i < 0 {
		say.To(Raw, "cannot open '"+j.filesystem(below)+"@"+name+"': dataset does not exist")
		return 1
	}
	var clones []*Jail
	for _, s := range j.Snapshots()[i+1:] {
		if s.Below == below {
			clones = append(clones, j.clonesOf(s.Name)...)
		}
	}
	if len(clones) > 0 {
		say.To(Raw, "cannot rollback to '"+j.filesystem(below)+"@"+name+"': clones of previous snapshots exist")
		say.To(Raw, "use '-R' to force deletion of the following clones and dependents:")
		sayDatasets(clones, say)
		return 1
	}
	earlier, later := j.Snapshots()[:i+1], slices.Clone(j.Snapshots()[i+1:])
	later = slices.DeleteFunc(later, func(s Snapshot) bool { return s.Below == below })
	j.SetSnapshots(slices.Concat(earlier, later))
	return 0
}

// sayDatasets names the filesystems of the jails in the order of zfs, the
// deepest first.
func sayDatasets(jails []*Jail, say Say) {
	for _, j := range jails {
		for _, below := range slices.Backward(j.filesystems()) {
			say.To(Raw, j.filesystem(below))
		}
	}
}

// SnapshotSize is the size that a snapshot of a jail's dataset refers to.
const SnapshotSize = "96K"

// Refers is the size of what the snapshot refers to.
func (s Snapshot) Refers() string {
	if s.Below == rootBelow {
		return formatSize(emptySize + etceteraSize)
	}
	return SnapshotSize
}
