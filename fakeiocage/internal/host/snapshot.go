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

// An Extent says what a snapshot of a jail is taken of.
type Extent int

// The extents. The shell iocage knows the first two, and the rewrite of 2017 the third,
// because it keeps the configuration in files of the dataset.
const (
	RootOnly   Extent = iota // the folder root
	Recursive                // all filesystems
	WithConfig               // all filesystems and the configuration
)

// TakeSnapshot takes a snapshot. It returns zfs's objections; if there are none, it is
// taken. If any of the filesystems already has that snapshot, none is taken (measured:
// snapshot).
func (j *Jail) TakeSnapshot(name string, of Extent, now time.Time) (objections []string) {
	filesystems := []string{rootBelow}
	if of != RootOnly {
		filesystems = j.filesystems()
	}
	for _, below := range filesystems {
		if why := j.refuseSnapshot(below, name); why != "" {
			objections = append(objections, why)
		}
	}
	switch {
	case len(objections) > 0 && of == RootOnly:
		return objections
	case len(objections) > 0:
		return append(objections, "no snapshots were created")
	}
	j.addSnapshots(name, filesystems, now)
	if of == WithConfig {
		j.changeSnapshot(j.snapshot("", name), func(s *Snapshot) { s.Config = j.config() })
	}
	return nil
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

// RemoveSnapshot destroys the snapshots of that name on all filesystems, or returns the
// objections of zfs (measured: snapremove).
func (j *Jail) RemoveSnapshot(name string) (objections []string) {
	if !slices.ContainsFunc(j.Snapshots(), func(s Snapshot) bool { return s.Name == name }) {
		return []string{"could not find any snapshots to destroy; check snapshot names."}
	}
	if objections = j.dependents(name); len(objections) == 0 {
		j.dropSnapshots(func(s Snapshot) bool { return s.Name == name })
	}
	return objections
}

// dependents are zfs's objections if something depends on the snapshots of that name.
func (j *Jail) dependents(name string) []string {
	clones := j.clonesOf(name)
	if len(clones) == 0 {
		return nil
	}
	return append([]string{
		"cannot destroy '" + j.Dataset() + "@" + name + "': snapshot has dependent clones",
		"use '-R' to destroy the following datasets:",
	}, datasets(clones)...)
}

// RemoveSnapshots destroys every snapshot of the dataset, and those with the
// same names below it. It returns the last status.
func (j *Jail) RemoveSnapshots(say Say) (status int) {
	free := map[string]bool{}
	for _, s := range j.Listed() {
		objections := j.dependents(s.Name)
		say.All(objections)
		free[s.Name] = len(objections) == 0
		status = StatusOf(objections)
	}
	j.dropSnapshots(func(s Snapshot) bool { return free[s.Name] })
	return status
}

// Listed returns the snapshots that snaplist shows: those of the dataset
// itself, oldest first.
func (j *Jail) Listed() []Snapshot {
	return slices.DeleteFunc(slices.Clone(j.Snapshots()), func(s Snapshot) bool { return s.Below != "" })
}

// datasets names the filesystems of the jails in the order of zfs, the
// deepest first.
func datasets(jails []*Jail) (names []string) {
	for _, j := range jails {
		for _, below := range slices.Backward(j.filesystems()) {
			names = append(names, j.filesystem(below))
		}
	}
	return names
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
