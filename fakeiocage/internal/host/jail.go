package host

import (
	"cmp"
	"maps"
	"slices"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// A Jail is a dataset that carries jail properties: a jail, a template, the
// defaults, or a release. iocage addresses them all alike (measured).
type Jail struct {
	// Name is the last component of the dataset: the uuid of a jail, the tag
	// of a template, the name of a release, or ".defaults".
	Name string

	// Place is where the dataset lies below POOL/iocage.
	Place string

	// Props are the properties whose value is not the built-in one. An empty
	// value means that the property is not set.
	Props Properties

	// Bare says that the dataset was never given properties: it is a release,
	// or what `create` leaves behind if zfs rejects a value.
	Bare bool

	// Link is the name in /iocage/tags that points here; empty means none.
	Link string

	// Data says that the dataset has a child data (jail_zfs).
	Data bool

	// Rootless says that the child dataset root is missing.
	Rootless bool

	// Limits are the rctl(8) rules in force for the jail.
	Limits []Limit

	// Scripts are executable files in the jail's folder that replace a hook
	// (prestart, poststart, prestop, poststop), each with the command that it
	// stands for.
	Scripts map[string]string

	// Fstab are the lines of the file fstab in the jail's folder, which the
	// rewrite of 2017 edits.
	Fstab []string

	// Settings is the file settings.json of a plugin, JSON in ASCII; empty: there
	// is none.
	Settings string

	// Running is the kernel's state of the jail; nil if it is down.
	Running *Running

	snapshots snapshots

	pool *Pool
}

// Running is a started jail.
type Running struct {
	JID int

	// IP4 are the addresses that `jls` shows, without prefix length.
	IP4 []string

	// Unmounted says that a failed start has removed the mounts.
	Unmounted bool

	// Params are the properties that the kernel got at the start, if they were
	// not the built-in ones.
	Params map[string]string
}

// NewRelease returns the dataset of a release.
func NewRelease(name string) *Jail { return &Jail{Name: name, Bare: true} }

// Up reports whether the jail runs.
func (j *Jail) Up() bool { return j.Running != nil }

// Pool returns the pool that the dataset lies on.
func (j *Jail) Pool() *Pool { return j.pool }

// Dataset is the full name of the dataset: tank/iocage/jails/UUID.
func (j *Jail) Dataset() string { return j.pool.Name + "/iocage/" + j.Below() }

// Below is the name of the dataset below POOL/iocage: jails/UUID.
func (j *Jail) Below() string {
	if j.Place == DefaultsPlace {
		return DefaultsPlace
	}
	return j.Place + "/" + j.Name
}

// Value returns the stored value of the property, and whether it has one.
func (j *Jail) Value(name string) (string, bool) {
	value, given := j.Props.Get(name)
	if !given {
		value = j.builtin(name)
	}
	return value, value != ""
}

// Get returns what `iocage get NAME` prints: the value, or "none". It takes a
// dash for no value, except of properties of zfs.
func (j *Jail) Get(name string) string {
	v, ok := j.Value(name)
	if p, _ := prop.Find(name); !ok || v == "-" && p.Group != prop.ZFS {
		return "none"
	}
	return v
}

// Raw returns what `zfs get` prints: the value, or "-".
func (j *Jail) Raw(name string) string {
	if v, ok := j.Value(name); ok {
		return v
	}
	return "-"
}

// RawOf is Raw for a property whose row the caller already has.
func (j *Jail) RawOf(p prop.Property) string {
	value, given := j.Props.Get(p.Name)
	if !given {
		value = j.builtinOf(p)
	}
	return cmp.Or(value, "-")
}

// UUID is the property host_hostuuid, or "none".
func (j *Jail) UUID() string { return j.Get("host_hostuuid") }

// Tag is the property tag, or "none".
func (j *Jail) Tag() string { return j.Get("tag") }

// Set stores a value. A built-in value is not stored, and an empty one unsets
// the property.
func (j *Jail) Set(name, value string) {
	if j.builtin(name) == value {
		j.Props.Delete(name)
		return
	}
	j.Props.Set(name, value)
}

// builtin returns the value of a property that was never set; empty means none.
func (j *Jail) builtin(name string) string {
	p, _ := prop.Find(name)
	return j.builtinOf(p)
}

func (j *Jail) builtinOf(p prop.Property) string {
	switch {
	case p.Group == prop.ZFS:
		return j.native(p.Name)
	case j.Bare || p.Unset:
		return ""
	case p.PerHost:
		return j.perHost(p.Name)
	case p.Name == "vnet" && j.pool.host.Sysctl["kern.features.vimage"] != "":
		return "on"
	}
	return p.Default
}

func (j *Jail) perHost(name string) string {
	switch name {
	case "hostid":
		return j.pool.host.HostID
	case "release":
		return j.pool.host.Release()
	}
	if j.Place != JailsPlace {
		return ""
	}
	switch name {
	case "host_hostuuid", "host_hostname":
		return j.Name
	case "jail_zfs_dataset":
		return dataDataset(j.Name)
	}
	return ""
}

// dataDataset is the dataset, below the pool, that a jail with jail_zfs=on gets
// for its own use.
func dataDataset(uuid string) string { return "iocage/jails/" + uuid + "/data" }

// sent returns what zfs sends of the jail: a copy that does not run and has no link.
func (j *Jail) sent() *Jail {
	c := j.copy()
	c.Running, c.Limits, c.Link = nil, nil, ""
	return c
}

// copy returns a copy for another dataset.
func (j *Jail) copy() *Jail {
	c := j.draft()
	c.SetSnapshots(j.Snapshots())
	return c
}

// draft returns a copy that takes the place of j.
func (j *Jail) draft() *Jail {
	c := *j
	c.Props = slices.Clone(j.Props)
	c.Limits = slices.Clone(j.Limits)
	c.Scripts = maps.Clone(j.Scripts)
	c.Fstab = slices.Clone(j.Fstab)
	if j.Running != nil {
		up := *j.Running
		up.IP4 = slices.Clone(up.IP4)
		up.Params = maps.Clone(up.Params)
		c.Running = &up
	}
	return &c
}
