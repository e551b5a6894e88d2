package host

import (
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// SetProperty carries out one `set NAME=VALUE` on the jail. A status other than
// 0 ends the command (measured: set).
func (j *Jail) SetProperty(w Property, m Moment, say Say) int {
	p, _ := prop.Find(w.Name)
	switch {
	case w.Value == "":
		say.To(BadSetSyntax)
		return 1
	case w.Name == "template" && (w.Value == "yes" || w.Value == "no"):
		say.To(SetIsTemplate, w.Value)
		return 1
	case w.Name == "jail_zfs_mountpoint" && j.Up():
		say.To(StopToMount)
		return 1
	case w.Name == "istemplate" && !j.mayBeTemplate():
		say.To(NoTemplates, j.Get("type"))
		return 1
	case w.Name == "istemplate" && w.Value == "yes":
		return j.toTemplate(say)
	case w.Name == "istemplate" && w.Value == "no":
		return j.fromTemplate(m, say)
	case strings.HasPrefix(w.Name, "allow_") && j.Up():
		j.setLive(w, say)
		return 0
	case w.Name == "jail_zfs_mountpoint":
		for range 3 { // jailed=off, the mount point, jailed=on
			j.missingData(say)
		}
	case p.Group == prop.ZFS:
		if why := j.SetNative(w.Name, w.Value); why != "" {
			say.To(Raw, why)
		}
		return 0
	}
	j.before(w, m, say)
	j.Set(w.Name, w.Value)
	return 0
}

// before does what precedes the storing of some properties: it makes the link
// of the old tag again, or a dataset for the jail's own use.
func (j *Jail) before(w Property, m Moment, say Say) {
	switch {
	case w.Name == "tag":
		if j.Place == JailsPlace {
			j.relink(m, say)
		}
	case w.Name == "jail_zfs":
		j.makeData(say)
	}
}

// setLive passes an allow_* property of a running jail to the kernel. The
// original then stores it under a wrong name, so the property keeps its value.
func (j *Jail) setLive(w Property, say Say) {
	if !isBoolean(w.Value) {
		say.To(Raw, `jail: `+parameter(w.Name)+`: unknown boolean value "`+w.Value+`"`)
		return
	}
	j.setParam(w.Name, w.Value)
}

// parameter returns the name of a property in jail(8).
func parameter(property string) string {
	for _, prefix := range []string{"allow_mount_", "allow_", "host_", "ip4_", "ip6_", "children_", "exec_", "mount_"} {
		if rest, ok := strings.CutPrefix(property, prefix); ok {
			return strings.ReplaceAll(prefix, "_", ".") + rest
		}
	}
	return property
}

// SetNative sets a property of zfs. It returns zfs's objection, or "".
func (j *Jail) SetNative(name, value string) (why string) {
	if why := j.checkNative(name, value); why != "" {
		return "cannot set property for '" + j.Dataset() + "': " + why
	}
	j.Set(name, canonical(name, value))
	return ""
}

// makeData makes the dataset that jail_zfs_dataset names, whatever the value of
// jail_zfs. In most jails that name contains another uuid, and zfs reports that
// the parent does not exist.
func (j *Jail) makeData(say Say) {
	why := "parent does not exist"
	owner, below := j.dataOwner()
	switch {
	case !below:
		return
	case owner != nil && !owner.Data:
		owner.Data = true
		return
	case owner != nil:
		why = "dataset already exists"
	}
	say.To(Raw, "cannot create '"+j.pool.Name+"/"+j.Get("jail_zfs_dataset")+"': "+why)
}

// dataOwner returns the jail below which jail_zfs_dataset lies, or nil. below is
// false for a dataset elsewhere; such a one is taken to exist.
func (j *Jail) dataOwner() (owner *Jail, below bool) {
	name, below := strings.CutPrefix(j.Get("jail_zfs_dataset"), "iocage/jails/")
	uuid, isData := strings.CutSuffix(name, "/data")
	if !isData {
		return nil, below
	}
	return j.pool.ByUUID(uuid), below
}

// ParseProperty parses NAME=VALUE as the original does when it exports the word
// to the shell: it refuses unknown names and names with a blank. The status is 0
// if the property is accepted.
func ParseProperty(word string, say Say) (w Property, status int) {
	name, value, _ := strings.Cut(word, "=")
	if _, known := prop.Find(strings.TrimSpace(name)); !known {
		say.To(CannotSet, name)
		return w, 1
	}
	if strings.TrimSpace(name) != name {
		say.To(BadVariable, name)
		return w, 2
	}
	return Property{name, value}, 0
}
