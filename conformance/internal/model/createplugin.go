package model

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// judgePlugin asks for the job that makes the jail of a plugin.
func judgePlugin(a asked) *Breach {
	plugin, _ := a.request.text("plugin")
	device, _ := a.request.text("net_device")
	address, given := a.request.text("ip6")
	if !given {
		address, given = a.request.text("ip4")
	}
	id := pluginJob + plugin
	_, running := a.stock.jobs[id]
	_, known := a.stock.plugins[plugin]
	bad := !plain(plugin) || !plain(device) || !plain(address)
	switch {
	case !given:
		return a.mustRefuse("a plugin without an address is refused")
	case bad && !a.compat.LooseArguments:
		return a.mustRefuse("a name that cannot be a plugin, a device or an address is refused")
	case a.refused() && (bad || running || !known || !sane(device, address)):
		return nil
	}
	answer, _ := a.reply.answer("createplugin")
	if a.reply.Code != 200 || len(answer) != 1 || !bad && answer["started_dispatcher_id"] != id {
		return a.breach("createplugin answers the id of its job", "{\"started_dispatcher_id\": %q}", id)
	}
	a.stock.start(id, promise{plugin: plugin, sure: known && sane(device, address) && a.isFree(plugin, address)})
	return nil
}

var interfaceName = regexp.MustCompile(`^[a-z]+[0-9]+$`)

// sane is true of a device and an address that nothing speaks against.
func sane(device, address string) bool {
	_, err := netip.ParseAddr(address)
	return err == nil && interfaceName.MatchString(device)
}

// isFree reports whether no jail has the tag or the address.
func (a asked) isFree(tag, address string) bool {
	return !a.open && !slices.ContainsFunc(a.Jails(), func(j Jail) bool {
		return j.Tag == tag || strings.Contains(j.IP4+j.IP6, address)
	})
}
