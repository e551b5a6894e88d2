package host

import (
	"slices"
	"time"
)

// The snapshots of a jail are read when somebody asks for them, because a jail
// has one for each of its clones, and most commands need none. A list is never
// changed in its place: copies of a jail share it.
type snapshots struct {
	list    []Snapshot        // all of them, or those that follow the unread ones
	unread  func() []Snapshot // reads those that were there before
	before  int               // how many of the list were there before
	growing bool              // those are as they were, and others may follow
}

// Snapshots returns those of all the jail's filesystems, oldest first. Callers
// do not change them.
func (j *Jail) Snapshots() []Snapshot {
	if s := &j.snapshots; s.unread != nil {
		before := s.unread()
		s.list, s.before, s.unread = slices.Concat(before, s.list), len(before), nil
	}
	return j.snapshots.list
}

// SetSnapshots replaces the snapshots. The caller no longer changes the list.
func (j *Jail) SetSnapshots(all []Snapshot) { j.snapshots = snapshots{list: all} }

// ReadSnapshotsLater has the snapshots read when they are first asked for.
func (j *Jail) ReadSnapshotsLater(read func() []Snapshot) {
	j.snapshots = snapshots{unread: read, growing: true}
}

// AddedSnapshots returns those that follow the ones that were to be read later;
// only is false if these are not as they were.
func (j *Jail) AddedSnapshots() (added []Snapshot, only bool) {
	return j.snapshots.list[j.snapshots.before:], j.snapshots.growing
}

// addSnapshots adds a snapshot of that name of each filesystem.
func (j *Jail) addSnapshots(name string, filesystems []string, now time.Time) {
	var more []Snapshot
	for _, below := range filesystems {
		more = append(more, Snapshot{Name: name, Below: below, Created: now.Unix()})
	}
	j.appendSnapshots(more)
}

func (j *Jail) appendSnapshots(more []Snapshot) {
	j.snapshots.list = slices.Concat(j.snapshots.list, more)
}

func (j *Jail) dropSnapshots(which func(Snapshot) bool) {
	if slices.ContainsFunc(j.Snapshots(), which) {
		j.SetSnapshots(slices.DeleteFunc(slices.Clone(j.Snapshots()), which))
	}
}

func (j *Jail) changeSnapshot(i int, change func(*Snapshot)) {
	all := slices.Clone(j.Snapshots())
	change(&all[i])
	j.SetSnapshots(all)
}
