package right

import (
	"fmt"
	"slices"
)

func (s *server) listJailsByJID(object) (object, int) {
	return object{"jails": s.host.table(s.host.jails, s.jailKey)}, 200
}

func (s *server) listTemplates(object) (object, int) {
	return object{"templates": s.host.table(s.host.templates, s.templateKey)}, 200
}

func (s *server) listPlugins(object) (object, int) {
	local := s.host.table(s.host.plugins(), func(j *jail) string { return j.tag + "_" + s.jailKey(j) })
	return object{"remote": remotePlugins(), "local": local}, 200
}

// jailKey is where a jail stands; the original server had all that are down
// under one key.
func (s *server) jailKey(j *jail) string {
	switch {
	case j.jid > 0:
		return fmt.Sprint(j.jid)
	case s.style.old:
		return "-"
	}
	return j.uuid
}

func (s *server) templateKey(j *jail) string {
	if s.style.old {
		return "-"
	}
	return j.tag
}

// table lists jails with ten members each.
func (h *host) table(jails []*jail, key func(j *jail) string) object {
	rows := object{}
	for _, j := range jails {
		row := object{
			"jid": "-", "uuid": j.uuid, "boot": j.settings["boot"], "state": j.state(), "tag": j.tag, "type": j.kind(),
			"release": j.settings["release"], "ip4": j.settings["ip4_addr"], "ip6": j.settings["ip6_addr"], "template": "-",
		}
		if row["ip4"] == "none" {
			row["ip4"] = "-"
		}
		if j.jid > 0 {
			row["jid"] = fmt.Sprint(j.jid)
		}
		if j.origin != "" {
			row["template"] = "tank/iocage/templates/" + j.origin + "@" + j.uuid
		}
		rows[key(j)] = row
	}
	return rows
}

// pluginIndex are the names of plugins, by id.
var pluginIndex = map[string]string{"btsync": "BitTorrent Sync", "deluge": "Deluge", "emby": "Emby", "gitlab": "GitLab", "jenkins": "Jenkins"}

func remotePlugins() object {
	index := object{}
	for id, name := range pluginIndex {
		index[id] = object{"id": id, "name": name, "description": "What " + id + " is for: a plugin - in short"}
	}
	return index
}

func (h *host) plugins() []*jail {
	return slices.DeleteFunc(slices.Clone(h.jails), func(j *jail) bool { return j.kind() != "plugin" })
}
