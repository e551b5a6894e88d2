package python

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// The properties that the shell iocage does not have, by name, with the values
// that they have until they are set (ioc_create.py, create_config).
var ownProperties = []struct{ name, value string }{
	{"CONFIG_VERSION", "7"}, {"basejail", "no"}, {"cloned_release", ""}, {"comment", "none"}, {"depends", "none"},
	{"host_time", "yes"}, {"mac_prefix", "02ff60"}, {"sync_state", "none"}, {"sysvmsg", "new"}, {"sysvsem", "new"}, {"sysvshm", "new"},
}

// strange are the properties of the shell iocage that the rewrite does not have.
var strange = []string{"ip4_autostart", "ip4_autoend", "ip4_autosubnet", "istemplate", "pkglist", "hack88", "start", "sync_stat",
	"ftphost", "ftpfiles", "ftpdir", "ftplocaldir", "gitlocation", "branch"}

// created are the values of a new jail that are not the shell iocage's.
var created = []struct{ name, value string }{
	{"type", "jail"}, {"template", "no"}, {"interfaces", "vnet0:bridge0"}, {"resolver", "/etc/resolv.conf"}, {"memoryuse", "off"},
}

// Owns reports whether the property is one that only the rewrite has.
func Owns(name string) bool {
	return slices.ContainsFunc(ownProperties, func(p struct{ name, value string }) bool { return p.name == name })
}

// knows reports whether jails have the property.
func knows(name string) bool {
	_, shared := prop.Find(name)
	return Owns(name) || shared && !slices.Contains(strange, name)
}

// names are those of all properties, sorted.
func names() (all []string) {
	for _, p := range ownProperties {
		all = append(all, p.name)
	}
	for _, p := range prop.Table {
		if knows(p.Name) {
			all = append(all, p.Name)
		}
	}
	slices.Sort(all)
	return all
}

// value is a property as the jail's configuration has it. What zfs keeps is not
// in there, only that it cannot be set.
func (j jail) value(name string) string {
	value, given := j.Value(name)
	switch {
	case slices.Contains(readOnly, name):
		return "readonly"
	case name == "type":
		return j.kind()
	case given:
		return value
	case name == "cloned_release":
		return j.Get("release")
	case name == "template":
		return "no"
	case name == "basejail" && j.Get("type") == "basejail": // of the shell iocage
		return "yes"
	}
	for _, p := range ownProperties {
		if p.name == name {
			return p.value
		}
	}
	return "none"
}

// readOnly are the properties of zfs that cannot be set.
var readOnly = []string{"origin", "mountpoint", "compressratio", "available", "used"}

// free are the properties with any value (ioc_json.py, json_check_prop).
var free = []string{"host_domainname", "host_hostname", "exec_fib", "defaultrouter", "defaultrouter6", "resolver", "mac_prefix",
	"vnet0_mac", "vnet1_mac", "vnet2_mac", "vnet3_mac", "devfs_ruleset", "exec_start", "exec_stop", "exec_prestart", "exec_poststart",
	"exec_prestop", "exec_poststop", "exec_timeout", "stop_timeout", "exec_jail_user", "exec_system_jail_user", "exec_system_user",
	"children_max", "login_flags", "securelevel", "tag", "notes", "owner", "hostid", "jail_zfs_dataset", "jail_zfs_mountpoint",
	"comment", "depends"}

// flags are the properties that are 0 or 1, and switches those that are off or
// on.
var (
	flags = []string{"ip4_saddrsel", "ip6_saddrsel", "exec_clean", "mount_devfs", "mount_fdescfs", "allow_set_hostname", "allow_sysvipc",
		"allow_raw_sockets", "allow_chflags", "allow_mount", "allow_mount_devfs", "allow_mount_nullfs", "allow_mount_procfs",
		"allow_mount_tmpfs", "allow_mount_zfs", "allow_quotas", "allow_socket_af", "mount_procfs", "mount_linprocfs"}
	switches = []string{"cpuset", "rlimits", "memorylocked", "vmemoryuse", "maxproc", "cputime", "datasize", "stacksize", "coredumpsize",
		"openfiles", "pseudoterminals", "swapuse", "nthr", "msgqqueued", "msgqsize", "nmsgq", "nsemop", "nshm", "shmsize", "wallclock",
		"bpf", "dhcp", "boot", "jail_zfs", "vnet"}
)

// allowed are the texts of which a value must have one somewhere; nil: the
// property cannot be set by users.
func allowed(name string) []string {
	switch {
	case slices.Contains(flags, name):
		return []string{"0", "1"}
	case slices.Contains(switches, name):
		return []string{"off", "on"}
	}
	switch name {
	case "ip4", "ip6":
		return []string{"new", "inherit", "none"}
	case "ip4_addr", "ip6_addr":
		return []string{"|"}
	case "interfaces":
		return []string{":", ","}
	case "enforce_statfs":
		return []string{"0", "1", "2"}
	case "sysvmsg", "sysvsem", "sysvshm":
		return []string{"new", "inherit", "disable"}
	case "memoryuse", "pcpu":
		return []string{":"}
	case "template", "host_time":
		return []string{"no", "yes"}
	case "priority": // the program lets any value pass that has one of the digits
		return strings.Split("0123456789(), ", "")
	}
	return nil
}

// checkValue returns the program's objection to a value, or "". With byUser
// only a part of the properties can be set (ioc_json.py, json_check_prop).
func checkValue(name, value string, byUser bool) string {
	if slices.Contains(free, name) {
		return ""
	}
	parts := allowed(name)
	switch {
	case parts == nil && byUser:
		return name + " cannot be changed by the user."
	case parts == nil && !knows(name):
		return name + " is not a valid property!"
	case parts == nil, strings.HasSuffix(name, "_addr") && value == "none":
		return ""
	case slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(value, part) }):
		return ""
	}
	return objection(name, value, parts)
}

func objection(name, value string, parts []string) string {
	invalid := value + " is not a valid value for " + name + ".\n"
	switch name {
	case "ip4_addr":
		return "IP address must contain both an interface and IP address.\nEXAMPLE: em0|192.168.1.10"
	case "ip6_addr":
		return invalid + "IP address must contain both an interface and IP address.\nEXAMPLE: em0|fe80::5400:ff:fe54:1"
	case "interfaces":
		return invalid + "Interfaces must be specified as a pair.\nEXAMPLE: vnet0:bridge0, vnet1:bridge1"
	case "memoryuse":
		return invalid + "memoryuse requires at minimum a pair.\nEXAMPLE: 8g:log"
	}
	return invalid + "Value must be " + strings.Join(parts, " or ")
}
