package host

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// Pack writes the jail to a file of /iocage/images, from a snapshot of that name
// that it takes of every filesystem: the `export` of the rewrite of 2017. It
// returns zfs's objections to the snapshot. All of the snapshots stay but the
// last filesystem's.
func (j *Jail) Pack(file, snapshot string, now time.Time) (objections []string) {
	if objections = j.TakeSnapshot(snapshot, WithConfig, now); len(objections) > 0 {
		return objections
	}
	c := j.packed(snapshot)
	j.pool.putImage(file, &Image{Dataset: c.Below(), Jail: c})
	last := j.lastFilesystem()
	j.dropSnapshots(func(s Snapshot) bool { return s.Name == snapshot && s.Below == last })
	return nil
}

// packed is the jail as it leaves for a file: a jail under its uuid, even if it
// is a template, without properties of zfs and without other snapshots.
func (j *Jail) packed(snapshot string) *Jail {
	c := j.sent()
	c.Place, c.Name = JailsPlace, j.UUID()
	c.Props = slices.DeleteFunc(c.Props, isNative)
	for _, name := range ownNames {
		value, _ := j.Value(name)
		c.Set(name, value)
	}
	c.dropSnapshots(func(s Snapshot) bool { return s.Name != snapshot })
	return c
}

// Filesystems are the full names of the jail's filesystems, as zfs lists them.
func (j *Jail) Filesystems() (names []string) {
	for _, below := range j.filesystems() {
		names = append(names, j.filesystem(below))
	}
	return names
}

// ImageNames are the names of the files in /iocage/images, sorted.
func (p *Pool) ImageNames() []string { return slices.Sorted(maps.Keys(p.Images())) }

// Receive makes the filesystem `to` of the jail of that uuid from what the file
// has of the filesystem `from`. It returns zfs's objections (zfs recv -F).
func (p *Pool) Receive(image *Image, from, uuid, to string) (objections []string) {
	j := p.ByUUID(uuid)
	switch {
	case j == nil && to != "":
		return []string{"cannot receive new filesystem stream: dataset does not exist"}
	case j == nil:
		j = &Jail{Name: uuid, Rootless: true}
		p.Add(JailsPlace, j)
	case slices.Contains(j.filesystems(), to):
		if why := j.refuseStream(to); why != nil {
			return why
		}
	}
	j.fillFrom(image.Jail, from, to)
	return nil
}

// refuseStream returns zfs's objections to overwriting a filesystem.
func (j *Jail) refuseStream(below string) []string {
	const cannot = "cannot receive new filesystem stream: destination "
	if i := slices.IndexFunc(j.Snapshots(), func(s Snapshot) bool { return s.Below == below }); i >= 0 {
		return []string{cannot + "has snapshots (eg. " + j.filesystem(below) + "@" + j.Snapshots()[i].Name + ")", "must destroy them to overwrite it"}
	}
	_, _, clone := j.origin()
	if clone && (below == rootBelow || below == "" && !Origins{}.RootOnly(j)) {
		return []string{cannot + "'" + j.filesystem(below) + "' is a clone", "must destroy it to overwrite it"}
	}
	return nil
}

// fillFrom replaces a filesystem by one of the packed jail.
func (j *Jail) fillFrom(packed *Jail, from, to string) {
	switch to {
	case "":
		j.restoreConfig(packed.config())
		j.Scripts, j.Settings = maps.Clone(packed.Scripts), packed.Settings
	case rootBelow:
		j.Rootless = false
	case dataBelow:
		j.Data = true
	default:
		return // no filesystem of a jail
	}
	var filled []Snapshot
	for _, s := range packed.Snapshots() {
		if s.Below == from {
			s.Below = to
			filled = append(filled, s)
		}
	}
	j.appendSnapshots(filled)
}

// PackedFiles are the names of the files of each filesystem in an archive, by
// filesystem as zfs lists them.
func (i *Image) PackedFiles(archive string) (below, files []string) {
	base := strings.TrimSuffix(archive, path.Ext(archive))
	for _, b := range i.Jail.filesystems() {
		file := base
		if b != "" {
			file += "_" + b
		}
		below, files = append(below, b), append(files, file)
	}
	return below, files
}
