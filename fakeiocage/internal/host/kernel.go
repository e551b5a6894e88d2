package host

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// badParameter returns what jail(8) says of the first property that the kernel
// does not take; empty: all are good.
func (j *Jail) badParameter() string {
	for _, p := range prop.Table {
		value := j.Get(p.Name)
		name := parameter(p.Name)
		switch {
		case p.Name == "ip4" || p.Name == "ip6":
			if value != "new" && value != "disable" && value != "inherit" {
				return `jail: ` + name + `: unknown jailsys value "` + value + `"`
			}
		case strings.HasPrefix(p.Name, "allow_"), strings.HasSuffix(p.Name, "_saddrsel"):
			if value != "0" && value != "1" {
				return `jail: ` + name + `: unknown boolean value "` + value + `"`
			}
		case slices.Contains(integers, p.Name):
			if _, err := strconv.Atoi(value); err != nil {
				return `jail: ` + name + `: non-integer value "` + value + `"`
			}
		}
	}
	return ""
}

// integers are the properties that jail(8) reads as a number.
var integers = []string{"devfs_ruleset", "enforce_statfs", "children_max", "securelevel"}

// assign gives the jail the addresses of ip4_addr: [IF|]ADDRESS[/LEN],... It
// returns them bare, or what jail(8) and ifconfig(8) complain of.
func (j *Jail) assign(list string) (addresses, complaints []string) {
	for entry := range strings.SplitSeq(list, ",") {
		nic, address := splitAddress(entry)
		bare, _, _ := strings.Cut(address, "/")
		if a, err := netip.ParseAddr(bare); err != nil || !a.Is4() {
			return nil, []string{"jail: ip4.addr: not an IPv4 address: " + bare}
		}
		if nic != "" && !j.pool.host.hasInterface(nic) {
			return nil, []string{
				"ifconfig: interface " + nic + " does not exist",
				"jail: /sbin/ifconfig " + nic + " inet " + address + " alias: failed",
			}
		}
		addresses = append(addresses, bare)
	}
	return addresses, nil
}

// hasInterface reports whether the machine has the interface; DEFAULT is the
// one that the default route uses.
func (m *Machine) hasInterface(name string) bool {
	_, ok := m.Interfaces[name]
	return ok || name == "DEFAULT"
}

// splitAddress splits IF|ADDRESS/LEN; without a bar there is no interface.
func splitAddress(entry string) (nic, address string) {
	if nic, address, ok := strings.Cut(entry, "|"); ok {
		return nic, address
	}
	return "", entry
}

// cpus is the number of processors of the imitated machine.
const cpus = 4

// goodCPUSet reports whether cpuset(1) takes the list: 0, 1-3, all.
func goodCPUSet(list string) bool {
	if list == "all" {
		return true
	}
	for entry := range strings.SplitSeq(list, ",") {
		first, last, ranged := strings.Cut(entry, "-")
		if !ranged {
			last = first
		}
		a, err1 := strconv.Atoi(first)
		b, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || a < 0 || b < a || b >= cpus {
			return false
		}
	}
	return true
}

// applyLimits adds an rctl(8) rule for each limit of the jail: LIMIT:ACTION.
func (j *Jail) applyLimits(say Say) {
	for _, p := range prop.Table {
		value := j.Get(p.Name)
		if p.Group != prop.Rctl || value == "off" {
			continue
		}
		amount, action, ok := strings.Cut(value, ":")
		if !ok {
			say.To(LimitMalformed, "", p.Name)
			continue
		}
		if why := j.pool.host.refuseLimit(action); why != "" {
			say.To(Raw, why)
			say.To(LimitRefused, p.Name+"="+action+":"+amount)
			return
		}
	}
	say.To(LimitsApplied)
}

// refuseLimit returns what rctl(8) says against a rule with the action; empty:
// nothing.
func (m *Machine) refuseLimit(action string) string {
	switch {
	case m.Sysctl["kern.features.rctl"] == "":
		return "rctl: RACCT/RCTL support not present in kernel; see rctl(8) for details"
	case m.Sysctl["kern.racct.enable"] != "1":
		return "rctl: RACCT/RCTL present, but disabled; enable using kern.racct.enable=1 tunable"
	case !slices.Contains([]string{"deny", "log", "devctl", "throttle"}, action) && !strings.HasPrefix(action, "sig"):
		return "rctl: rctl_add_rule: Invalid argument"
	}
	return ""
}

// Addresses are those that the jail would get when it starts.
func (j *Jail) Addresses() []string {
	if j.Get("vnet") == "on" || j.Get("ip4_addr") == "none" {
		return nil
	}
	addresses, _ := j.assign(j.Get("ip4_addr"))
	return addresses
}
