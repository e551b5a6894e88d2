package host

import (
	"slices"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// keptByReset are the properties that reset sets to their current value.
var keptByReset = []string{
	"host_hostuuid", "host_hostname", "tag", "type", "boot", "vnet", "hack88",
	"vnet0_mac", "vnet1_mac", "vnet2_mac", "vnet3_mac", "jail_zfs_dataset", "resolver",
	"ip4_autostart", "ip4_autoend", "ip4_autosubnet", "gitlocation", "mount_procfs", "mount_linprocfs",
}

// Reset gives the jail the built-in properties, except those that identify it,
// and reports each that it sets (measured: reset). On a bare dataset it keeps
// all.
func (j *Jail) Reset(say Say) {
	values := map[string]string{}
	for _, p := range prop.Table {
		values[p.Name] = j.resetValue(p)
	}
	set := func(native bool) {
		for _, p := range prop.Table {
			value := values[p.Name]
			if value == "" || (p.Group == prop.ZFS) != native {
				continue
			}
			say.To(PropertySet, p.Name, value)
			if value == "-" {
				value = ""
			}
			j.Set(p.Name, value)
		}
	}
	set(false)
	set(true)
}

// resetValue returns the value that reset sets, or "" if it does not touch the
// property.
func (j *Jail) resetValue(p prop.Property) string {
	machine := &j.pool.host.Machine
	switch p.Name {
	case "vnet0_mac", "vnet1_mac", "vnet2_mac", "vnet3_mac", "gitlocation":
		if j.Raw(p.Name) == "-" {
			return p.Default
		}
	case "origin", "mountpoint", "compressratio", "available", "used":
		return ""
	case "hostid":
		return machine.HostID
	case "release":
		return machine.Release()
	}
	switch {
	case slices.Contains(keptByReset, p.Name):
		return j.Raw(p.Name)
	case p.NoDefault, p.Group == prop.FTP:
		return ""
	}
	return p.Default
}
