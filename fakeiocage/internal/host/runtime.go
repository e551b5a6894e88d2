package host

import (
	"strconv"
	"strings"
)

// KernelName is the name under which jail(8) knows the jail.
func (j *Jail) KernelName() string { return "ioc-" + j.UUID() }

// JID is the jid of a jail that is up, else 0.
func (j *Jail) JID() int {
	if j.Running == nil {
		return 0
	}
	return j.Running.JID
}

// kernelProps are the properties that jail(8) accepts and the kernel then
// shows.
var kernelProps = []string{
	"devfs_ruleset", "enforce_statfs", "ip4", "ip6", "securelevel", "allow_chflags", "allow_mount", "allow_mount_devfs",
	"allow_mount_nullfs", "allow_mount_procfs", "allow_mount_tmpfs", "allow_mount_zfs", "allow_quotas", "allow_raw_sockets",
	"allow_set_hostname", "allow_socket_af", "allow_sysvipc", "children_max", "cpuset", "host_domainname", "host_hostname",
	"ip4_saddrsel", "ip6_saddrsel", "ip6_addr", "vnet", "mountpoint",
}

// Params returns the properties that the kernel would get now, without those
// that are built in.
func (j *Jail) Params() map[string]string {
	var params map[string]string
	for _, name := range kernelProps {
		value, given := j.Props.Get(name)
		if !given {
			continue
		}
		if params == nil {
			params = map[string]string{}
		}
		params[name] = value
	}
	return params
}

// param returns a property as the kernel got it at the start.
func (j *Jail) param(name string) string {
	if value, ok := j.Running.Params[name]; ok {
		return value
	}
	return j.builtin(name)
}

// setParam changes a property in the kernel only.
func (j *Jail) setParam(name, value string) {
	if j.Running.Params == nil {
		j.Running.Params = map[string]string{}
	}
	j.Running.Params[name] = value
}

// CPUs returns the processors that a running jail may use: "0, 1, 2, 3".
func (j *Jail) CPUs() string {
	list, ok := parseCPUs(j.param("cpuset"))
	if !ok {
		list, _ = parseCPUs("all")
	}
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ", ")
}

// Runtime returns the words that `jls -n` prints of a running jail.
func (j *Jail) Runtime() []string {
	m := &j.pool.host.Machine
	jid := j.Running.JID
	vnet := j.param("vnet") == "on"
	ip4, ip6 := j.param("ip4"), j.param("ip6")
	if vnet || ip4 == "inherit" {
		ip4, ip6 = "inherit", "inherit"
	}
	words := []string{
		"devfs_ruleset=" + j.param("devfs_ruleset"), "nodying", "enforce_statfs=" + j.param("enforce_statfs"),
		"host=new", "ip4=" + ip4, "ip6=" + ip6, "jid=" + strconv.Itoa(jid), "name=" + j.KernelName(),
		"osreldate=" + strconv.Itoa(m.reldate()), "osrelease=" + quote(m.Uname), "parent=0",
		"path=" + quote(j.param("mountpoint")+"/root"), "persist", "securelevel=" + j.param("securelevel"),
	}
	if m.VNET() {
		words = append(words, "vnet="+map[bool]string{true: "new", false: "inherit"}[vnet])
	}
	words = append(words, j.allowed()...)
	words = append(words, "children.cur=0", "children.max="+j.param("children_max"), "cpuset.id="+strconv.Itoa(jid+1),
		"host.domainname="+quote(j.param("host_domainname")), "host.hostid=0",
		"host.hostname="+quote(j.param("host_hostname")), "host.hostuuid="+quote(j.UUID()))
	if ip4 == "new" {
		words = append(words, "ip4.addr="+strings.Join(j.Running.IP4, ","), flag("ip4.", "saddrsel", j.param("ip4_saddrsel")))
	}
	if ip6 == "new" {
		words = append(words, "ip6.addr="+bareAddresses(j.param("ip6_addr")), flag("ip6.", "saddrsel", j.param("ip6_saddrsel")))
	}
	return strings.Fields(strings.Join(words, " "))
}

// allowed returns the jail's permissions in the order of jls(8).
func (j *Jail) allowed() []string {
	allow := func(name string) string { return flag("allow.", name, j.param("allow_"+name)) }
	mount := func(name string) string { return flag("allow.mount.", name, j.param("allow_mount_"+name)) }
	return []string{
		allow("chflags"), allow("mount"), mount("devfs"), "allow.mount.nofdescfs", "allow.mount.nolinprocfs",
		mount("nullfs"), mount("procfs"), mount("tmpfs"), mount("zfs"), allow("quotas"), allow("raw_sockets"),
		allow("set_hostname"), allow("socket_af"), allow("sysvipc"),
	}
}

func flag(prefix, name, value string) string {
	if value == "1" {
		return prefix + name
	}
	return prefix + "no" + name
}

// quote puts a value with a blank in quotes, as jls(8) does.
func quote(value string) string {
	if strings.ContainsAny(value, " \t") {
		return `"` + value + `"`
	}
	return value
}

// bareAddresses returns only the addresses of IF|ADDRESS/LEN,...; "" if there
// are none.
func bareAddresses(list string) string {
	if list == "none" {
		return ""
	}
	var bare []string
	for entry := range strings.SplitSeq(list, ",") {
		_, address := splitAddress(entry)
		address, _, _ = strings.Cut(address, "/")
		bare = append(bare, address)
	}
	return strings.Join(bare, ",")
}

// reldate is the version of the kernel as `uname -K` prints it, derived from
// the release: 1002000 for 10.2.
func (m *Machine) reldate() int {
	before, after, _ := strings.Cut(m.Uname, ".")
	major, err1 := strconv.ParseUint(before, 10, 32)
	minor, err2 := strconv.ParseUint(after[:min(1, len(after))], 10, 8)
	if err1 != nil || err2 != nil || len(before) > 3 {
		return oldestReldate
	}
	return int(major)*100000 + int(minor)*1000
}

// oldestReldate is the oldest kernel on which the original runs.
const oldestReldate = 903000

// Supported reports whether the original runs on the kernel: 9.3 and later.
func (m *Machine) Supported() bool { return m.reldate() >= oldestReldate }

// VNET reports whether the kernel gives jails a network stack of their own.
func (m *Machine) VNET() bool { return m.Sysctl["kern.features.vimage"] != "" }

// HostName is the host name of a jail that is up.
func (j *Jail) HostName() string { return j.param("host_hostname") }
