package host

import (
	"maps"
	"strings"
)

// Duplicate makes a jail whose filesystems are clones of those of j, as `clone`
// of the rewrite of 2017 does. The files in them are copies: what was set, where
// the uuid of j is replaced, and the fstab. What lies in the dataset data is not
// cloned.
func (j *Jail) Duplicate(name string, m Moment) *Jail {
	j.SnapshotAll(name, m.Now)
	c := &Jail{Name: name, Rootless: j.Rootless, Scripts: maps.Clone(j.Scripts), Settings: j.Settings}
	j.pool.Add(JailsPlace, c)
	renamed := strings.NewReplacer(j.UUID(), name)
	for _, p := range j.Props {
		if !isNative(p) {
			c.Set(p.Name, renamed.Replace(p.Value))
		}
	}
	for _, line := range j.Fstab {
		c.Fstab = append(c.Fstab, renamed.Replace(line))
	}
	c.Set("origin", j.Dataset()+"@"+name)
	return c
}
