package host

import "github.com/sysadm-go/sysadm/schemas/prop"

// keptByReset are the properties that reset sets to the value they have.
var keptByReset = map[string]bool{
	"host_hostuuid": true, "host_hostname": true, "tag": true, "type": true, "boot": true, "vnet": true, "hack88": true,
	"vnet0_mac": true, "vnet1_mac": true, "vnet2_mac": true, "vnet3_mac": true, "jail_zfs_dataset": true, "resolver": true,
	"ip4_autostart": true, "ip4_autoend": true, "ip4_autosubnet": true, "gitlocation": true, "mount_procfs": true, "mount_linprocfs": true,
}

// Reset gives the jail the built-in properties, but for those that make it
// what it is, and says each that it sets (measured: reset). Of a bare dataset
// every one is kept.
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

// resetValue is what reset gives the property; empty: it leaves it alone.
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
	case keptByReset[p.Name]:
		return j.Raw(p.Name)
	case p.NoDefault, p.Group == prop.FTP:
		return ""
	}
	return p.Default
}
