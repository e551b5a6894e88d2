package host

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// macPrefix begins every MAC address that the original makes; the rest comes
// from the jail's uuid.
const macPrefix = "02ff60"

// connect connects a jail with its own network stack to the bridges: each of
// its interfaces gets a pair of MAC addresses, and keeps those it has (source:
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

// interfaces are the first four entries of the property: NIC:BRIDGE.
func (j *Jail) interfaces() []string {
	entries := strings.FieldsFunc(j.Get("interfaces"), func(r rune) bool { return r == ',' })
	return entries[:min(4, len(entries))]
}

// mac is the n-th address of the jail: the first six digits of its uuid and n.
func (j *Jail) mac(n int) string {
	base, err := strconv.ParseUint(j.UUID()[:min(6, len(j.UUID()))], 16, 32)
	if err != nil {
		base = 0
	}
	digits := fmt.Sprintf("%X", base+uint64(n))
	return macPrefix + digits[max(0, len(digits)-6):]
}

// complainOfInterfaces is what ifconfig(8) in the jail says of addresses for
// interfaces that the jail does not have.
func complainOfInterfaces(list string, nics []string, say Say) {
	for entry := range strings.SplitSeq(list, ",") {
		if nic, _ := splitAddress(entry); nic != "" && !slices.Contains(nics, nic) {
			say.To(Raw, "ifconfig: interface "+nic+" does not exist")
		}
	}
}
