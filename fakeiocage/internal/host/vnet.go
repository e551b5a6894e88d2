package host

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// macPrefix begins every MAC address that the original generates. The rest
// comes from the jail's uuid.
const macPrefix = "02ff60"

// connect connects a jail with its own network stack to the bridges. Each
// interface gets a pair of MAC addresses, or keeps the one it has (source:
// lib/ioc-network of iocage, __networking and __validate_mac).
func (j *Jail) connect(say Say) {
	var nics []string
	for i, entry := range j.interfaces() {
		nic, _, _ := strings.Cut(entry, ":")
		nics = append(nics, nic)
		name := nic + "_mac"
		if slices.Contains(macProperties, name) && j.Get(name) == "none" {
			j.Set(name, j.mac(2*i)+","+j.mac(2*i+1))
		}
	}
	for _, property := range []string{"ip4_addr", "ip6_addr"} {
		if list := j.Get(property); list != "none" {
			complainOfInterfaces(list, nics, say)
		}
	}
}

var macProperties = []string{"vnet0_mac", "vnet1_mac", "vnet2_mac", "vnet3_mac"}

// interfaces returns the first four entries of the property: NIC:BRIDGE.
func (j *Jail) interfaces() []string {
	entries := strings.FieldsFunc(j.Get("interfaces"), func(r rune) bool { return r == ',' })
	return entries[:min(4, len(entries))]
}

// mac returns the n-th address of the jail: the first six digits of its uuid,
// and n.
func (j *Jail) mac(n int) string {
	base, err := strconv.ParseUint(j.UUID()[:min(6, len(j.UUID()))], 16, 32)
	if err != nil {
		base = 0
	}
	digits := fmt.Sprintf("%X", base+uint64(n))
	return macPrefix + digits[max(0, len(digits)-6):]
}

// complainOfInterfaces prints the errors of ifconfig(8) in the jail about
// addresses for interfaces that it does not have.
func complainOfInterfaces(list string, nics []string, say Say) {
	for entry := range strings.SplitSeq(list, ",") {
		if nic, _ := splitAddress(entry); nic != "" && !slices.Contains(nics, nic) {
			say.To(Raw, "ifconfig: interface "+nic+" does not exist")
		}
	}
}
