package model

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// judgePlugin asks for the job that makes the jail of a plugin. Of its name the
// first word counts, or blanks are refused.
func judgePlugin(a asked) *Breach {
	asked, _ := a.request.text("plugin")
	plugin := firstWord(asked)
	device, _ := a.request.text("net_device")
	addresses := a.addresses()
	_, running := a.stock.jobs[pluginJob+plugin]
	_, known := a.stock.plugins[plugin]
	bad := !plain(plugin) || !plain(device) || !slices.ContainsFunc(addresses, plain)
	sane := known && asked == plugin && len(addresses) == 1 && isSane(device, addresses[0])
	switch {
	case len(addresses) == 0:
		return a.mustRefuse("a plugin without an address is refused")
	case bad && !a.compat.LooseArguments:
		return a.mustRefuse("a name that cannot be a plugin, a device or an address is refused")
	case a.refused() && (bad || running || !sane):
		return nil
	}
	answer, _ := a.reply.answer("createplugin")
	if id := pluginJob + plugin; a.reply.Code != 200 || len(answer) != 1 || !bad && answer["started_dispatcher_id"] != id {
		return a.breach("createplugin answers the id of its job", "{\"started_dispatcher_id\": %q}", id)
	}
	a.stock.start(pluginJob+plugin, promise{plugin: plugin, sure: sane && a.isFree(plugin, addresses[0])})
	return nil
}

// addresses are those in a request.
func (a asked) addresses() (all []string) {
	for _, key := range []string{"ip4", "ip6"} {
		if address, given := a.request.text(key); given {
			all = append(all, address)
		}
	}
	return all
}

var interfaceName = regexp.MustCompile(`^[a-z]+[0-9]+$`)

// isSane is true of a device and an address that nothing speaks against.
func isSane(device, address string) bool {
	_, err := netip.ParseAddr(address)
	return err == nil && interfaceName.MatchString(device)
}

// isFree reports whether no jail has the tag of a plugin, or the address.
func (a asked) isFree(plugin, address string) bool {
	return !a.open && !slices.ContainsFunc(a.Jails(), func(j Jail) bool {
		return a.stock.names(plugin, j.Tag) || strings.Contains(j.IP4+j.IP6, address)
	})
}
