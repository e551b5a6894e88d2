package independent

import (
	"fmt"
	"slices"
)

// rowsOf lists jails as the last documents do: ten members each, under a key.
func rowsOf(jails []*jail, key func(*jail) string) object {
	rows := object{}
	for _, j := range jails {
		rows[key(j)] = j.row()
	}
	return rows
}

// byJID is where a jail stands: two that are down have no jid to be told apart by.
func byJID(j *jail) string {
	if j.jid == 0 {
		return j.uuid
	}
	return fmt.Sprint(j.jid)
}

func byTag(j *jail) string { return j.tag }

func (j *jail) row() object {
	row := object{
		"jid": "-", "uuid": j.uuid, "boot": j.settings["boot"], "state": "down", "tag": j.tag, "type": j.kind(),
		"release": j.settings["release"], "ip4": whole(j.settings["ip4_addr"]), "ip6": j.settings["ip6_addr"], "template": "-",
	}
	if j.jid > 0 {
		row["jid"], row["state"] = fmt.Sprint(j.jid), "up"
	}
	if j.origin != "" {
		row["template"] = "tank/iocage/templates/" + j.origin + "@" + j.uuid
	}
	return row
}

// kind is the type of a jail: the last iocage has one word for all that are
// nothing special.
func (j *jail) kind() string {
	if kind := j.settings["type"]; kind == "template" || kind == "plugin" {
		return kind
	}
	return "jail"
}

// whole is an address with its device and its prefix, as it was configured.
func whole(address string) string {
	if address == "none" {
		return "-"
	}
	return address
}

func listTemplates(h *host, _ words, _ *jail) any {
	return object{"templates": rowsOf(h.templates, byTag)}
}

func listReleases(h *host, _ words, _ *jail) any {
	local := h.releases
	if len(local) == 0 {
		local = []string{""}
	}
	var remote []string
	for _, release := range h.remote {
		if slices.Contains(atTheirEnd, release) {
			release += " (EOL)"
		}
		remote = append(remote, release)
	}
	return object{"local": local, "remote": remote}
}

// atTheirEnd are the releases that nobody mends any more.
var atTheirEnd = []string{"9.3-RELEASE", "10.1-RELEASE", "10.2-RELEASE"}

// index are the plugins that can be fetched.
var index = []struct{ id, name, description string }{
	{"deluge", "Deluge", "A client of torrents"},
	{"emby", "Emby", "Films and music for the whole house"},
	{"gitlab", "GitLab", "Code hosting on a host of one's own"},
	{"jenkins", "Jenkins", "A server that builds (and tests) - again and again"},
	{"btsync", "BitTorrent Sync", "Files that are the same everywhere"},
}

func listPlugins(h *host, _ words, _ *jail) any {
	plugins := object{}
	for _, p := range index {
		plugins[p.id] = object{"id": p.id, "name": p.name, "description": p.description}
	}
	var local []*jail
	for _, j := range h.jails {
		if j.kind() == "plugin" {
			local = append(local, j)
		}
	}
	return object{"remote": plugins, "local": rowsOf(local, func(j *jail) string { return j.tag + "_" + byJID(j) })}
}

// isRemote reports whether there is a release to fetch.
func (h *host) isRemote(release string) bool { return slices.Contains(h.remote, release) }

// isPlugin reports whether there is a plugin to fetch.
func isPlugin(id string) bool {
	for _, p := range index {
		if p.id == id {
			return true
		}
	}
	return false
}
