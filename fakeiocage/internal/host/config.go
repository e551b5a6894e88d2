package host

import (
	"slices"

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

// config is the configuration as it is now.
func (j *Jail) config() *Config {
	ours := slices.DeleteFunc(slices.Clone(j.Props), isNative)
	return &Config{Properties: ours.Map(), Fstab: append([]string(nil), j.Fstab...)}
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
