package host

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/address"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// badParameter returns the message of jail(8) about the first property that the
// kernel rejects; empty means that all are valid.
func (j *Jail) badParameter() string {
	vnet := j.Get("vnet") == "on"
	for _, p := range prop.Table {
		if vnet && strings.HasPrefix(p.Name, "ip") {
			continue // not passed to jail(8)
		}
		value := j.Get(p.Name)
		name := parameter(p.Name)
		switch {
		case p.Name == "ip4" || p.Name == "ip6":
			if value != "new" && value != "disable" && value != "inherit" {
				return `jail: ` + name + `: unknown jailsys value "` + value + `"`
			}
		case isSwitch(p.Name):
			if !isBoolean(value) {
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

// isSwitch reports whether jail(8) parses the property as a boolean.
func isSwitch(name string) bool {
	return strings.HasPrefix(name, "allow_") || strings.HasSuffix(name, "_saddrsel") ||
		name == "exec_clean" || name == "mount_devfs" || name == "mount_fdescfs"
}

func isBoolean(value string) bool {
	return value == "0" || value == "1" || strings.EqualFold(value, "false") || strings.EqualFold(value, "true")
}

// integers are the properties that jail(8) parses as numbers.
var integers = []string{"devfs_ruleset", "enforce_statfs", "children_max", "securelevel", "exec_timeout", "stop_timeout", "exec_fib"}

// assignAll assigns addresses to a jail that shares the host's network. It
// returns those of IPv4, and the complaints of jail(8) and ifconfig(8).
func (j *Jail) assignAll() (ip4, complaints []string) {
	if j.Get("vnet") == "on" || j.Get("ip4") == "inherit" {
		return nil, nil
	}
	if ip4, complaints = j.assign("ip4.addr", "IPv4", j.Get("ip4_addr")); len(complaints) > 0 {
		return nil, complaints
	}
	_, complaints = j.assign("ip6.addr", "IPv6", j.Get("ip6_addr"))
	return ip4, complaints
}

// assign assigns the addresses of one family: [IF|]ADDRESS[/LEN],...
func (j *Jail) assign(parameter, family, list string) (addresses, complaints []string) {
	if list == "none" {
		return nil, nil
	}
	inet := map[string]string{"IPv4": "inet", "IPv6": "inet6"}[family]
	for entry := range strings.SplitSeq(list, ",") {
		nic, address := splitAddress(entry)
		bare, _, _ := strings.Cut(address, "/")
		if !isAddress(family, bare) {
			return nil, []string{"jail: " + parameter + ": not an " + family + " address: " + bare}
		}
		if nic != "" && !j.pool.host.hasInterface(nic) {
			return nil, []string{
				"ifconfig: interface " + nic + " does not exist",
				"jail: /sbin/ifconfig " + nic + " " + inet + " " + address + " alias: failed",
			}
		}
		addresses = append(addresses, bare)
	}
	return addresses, nil
}

func isAddress(family, text string) bool {
	if family == "IPv6" {
		return address.IsV6(text)
	}
	_, isV4 := address.V4(text)
	return isV4
}

// hasInterface reports whether the machine has the interface. DEFAULT is the
// one of the default route.
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

// parseCPUs reads a list of processors as cpuset(1) takes it: 0, 1-3, all.
func parseCPUs(list string) (numbers []int, ok bool) {
	if list == "all" {
		list = "0-" + strconv.Itoa(cpus-1)
	}
	for entry := range strings.SplitSeq(list, ",") {
		first, last, ranged := strings.Cut(entry, "-")
		if !ranged {
			last = first
		}
		a, err1 := strconv.Atoi(first)
		b, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || a < 0 || b < a || b >= cpus {
			return nil, false
		}
		for n := a; n <= b; n++ {
			numbers = append(numbers, n)
		}
	}
	return numbers, true
}

// Addresses returns the addresses that the jail would get at a start.
func (j *Jail) Addresses() []string {
	addresses, _ := j.assignAll()
	return addresses
}

// UsesAddressIn reports whether the text has an IPv4 address in it that a jail
// on the machine uses: in 10.0.2.80 there is 10.0.2.8, too.
func (h *Host) UsesAddressIn(text string) bool {
	for candidate := range address.Within(text) {
		for _, p := range h.Pools {
			if len(p.Lookup(Key{Address, candidate})) > 0 {
				return true
			}
		}
	}
	return slices.ContainsFunc(h.OtherJails, func(other OtherJail) bool { return strings.Contains(text, other.IP4) })
}
