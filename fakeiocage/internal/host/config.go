package host

import (
	"slices"
	"time"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// A Config is what the rewrite of 2017 keeps in files of a jail's dataset, and
// not in properties of zfs as the shell iocage does: it goes wherever the
// dataset goes.
type Config struct {
	// Properties are those that were set, but for those of zfs.
	Properties map[string]string `json:"properties,omitempty"`

	// Fstab are the lines of the jail's fstab.
	Fstab []string `json:"fstab,omitempty"`
}

// SnapshotAll takes a snapshot of every filesystem of the jail, with the
// configuration. It returns zfs's objections; if there are none, it is taken.
func (j *Jail) SnapshotAll(name string, now time.Time) (objections []string) {
	if j.TakeSnapshot(name, true, now, collect(&objections)) == 0 {
		j.changeSnapshot(j.snapshot("", name), func(s *Snapshot) { s.Config = j.config() })
	}
	return objections
}

// collect returns a Say that keeps the lines of system commands.
func collect(lines *[]string) Say {
	return func(n Notice) {
		if n.Kind == Raw {
			*lines = append(*lines, n.About...)
		}
	}
}

func (j *Jail) config() *Config {
	ours := slices.DeleteFunc(slices.Clone(j.Props), isNative)
	return &Config{Properties: ours.Map(), Fstab: append([]string(nil), j.Fstab...)}
}

// RollbackAll rolls the filesystems back in turn, and restores the
// configuration. It stops at the first that zfs refuses, and returns its name
// with the objections.
func (j *Jail) RollbackAll(name string) (refused string, objections []string) {
	for _, below := range j.filesystems() {
		if j.rollbackOne(below, name, collect(&objections)) != 0 {
			return j.filesystem(below), objections
		}
		if c := j.Snapshots()[j.snapshot(below, name)].Config; c != nil {
			j.restoreConfig(c)
		}
	}
	return "", nil
}

// restoreConfig replaces the configuration. Properties of zfs stay.
func (j *Jail) restoreConfig(c *Config) {
	j.Props = slices.DeleteFunc(j.Props, func(p Property) bool { return !isNative(p) })
	for name, value := range c.Properties {
		j.Props.Set(name, value)
	}
	j.Fstab = slices.Clone(c.Fstab)
}

// IsNative reports whether zfs keeps the property of that name.
func IsNative(name string) bool {
	known, _ := prop.Find(name)
	return known.Group == prop.ZFS
}

func isNative(p Property) bool { return IsNative(p.Name) }
