package host

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/address"
)

// chooseIP4 gives a jail whose ip4_addr has AUTOIP4 the first free address of the
// host's network, from ip4_autostart to ip4_autoend of the defaults, and keeps it
// (ioc-network, __get_autoip4; ioc-rc, __legacy_start). It reports whether the
// start goes on.
func (j *Jail) chooseIP4(say Say) bool {
	given := j.Get("ip4_addr")
	if !strings.Contains(given, "AUTOIP4") {
		return true
	}
	defaults := func(string) string { return "none" }
	if d := j.pool.In(DefaultsPlace); len(d) > 0 {
		defaults = d[0].Get
	}
	free := j.pool.freeIP4(defaults("ip4_autostart"), say)
	if !mayUse(free, defaults("ip4_autoend"), say) {
		return false
	}
	subnet := defaults("ip4_autosubnet")
	if subnet == "none" {
		subnet = "24"
	}
	nic, _, _ := strings.Cut(given, "|")
	j.Set("ip4_addr", cmp.Or(nic, "DEFAULT")+"|"+j.pool.host.network()+"."+free+"/"+subnet)
	return true
}

// freeIP4 returns the last part of the first address that no jail has. Releases
// are asked, too, under the name -, which is refused.
func (p *Pool) freeIP4(number string, say Say) string {
	network := p.host.network()
	taken := func(j *Jail) bool {
		if j.Place == ReleasesPlace {
			say.To(NotACommand, j.Raw("host_hostuuid"))
			return false
		}
		_, own := splitAddress(j.Get("ip4_addr"))
		own, _, _ = strings.Cut(own, "/")
		own, _, _ = strings.Cut(own, "|")
		return own == network+"."+number
	}
	jails := slices.DeleteFunc(slices.Clone(p.Candidates()), func(j *Jail) bool { return j.Place == DefaultsPlace })
	for slices.ContainsFunc(jails, taken) {
		n, _ := strconv.Atoi(number)
		number = strconv.Itoa(n + 1)
	}
	return number
}

// mayUse compares the number of an address with the highest one, as test(1)
// does. One beyond 254 is only complained of.
func mayUse(number, last string, say Say) bool {
	n, bad := strconv.Atoi(number)
	end, badEnd := strconv.Atoi(last)
	switch {
	case bad != nil:
		say.To(Raw, "[: "+number+": bad number")
		say.To(Raw, "[: "+number+": bad number")
	case badEnd != nil:
		say.To(Raw, "[: "+last+": bad number")
	case n > end:
		say.To(NoFreeIP4)
		return false
	}
	if bad == nil && n > 254 {
		say.To(Raw, "__die IP4 Address outside of bounds: not found") // a blank is missing in the original
	}
	return true
}

// network is the first three parts of the machine's own address, for those of its
// default gateway.
func (m *Machine) network() string {
	for _, nic := range slices.Sorted(maps.Keys(m.Interfaces)) {
		for _, own := range m.Interfaces[nic] {
			if _, isV4 := address.V4(own); isV4 && !strings.HasPrefix(nic, "lo") {
				return own[:strings.LastIndexByte(own, '.')]
			}
		}
	}
	return ""
}
