package right

import (
	"fmt"
	"slices"
)

// last answers what edition 2017-06-05 added or changed, and leaves the rest to
// what answers the editions before.
func (s *server) last(older func(string, object) (object, int)) func(string, object) (object, int) {
	return func(action string, args object) (object, int) {
		h := s.host
		if !h.edition.ListsByJID || !h.edition.Offers(action) {
			return older(action, args)
		}
		switch action {
		case "listjails":
			return object{"jails": h.table(h.jails, s.jailKey)}, 200
		case "listtemplates":
			return object{"templates": h.table(h.templates, s.templateKey)}, 200
		case "listplugins":
			return object{"remote": remotePlugins(), "local": h.table(h.plugins(), func(j *jail) string { return j.tag + "_" + s.jailKey(j) })}, 200
		case "listreleases":
			return object{"local": s.local(), "remote": h.marked()}, 200
		case "activatestatus":
			return h.status(), 200
		case "fetchreleases":
			return s.fetchReleases(args)
		case "createplugin":
			return s.createPlugin(args)
		}
		return older(action, args)
	}
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

// local are the releases that were fetched. The original server took what
// follows the last line for one.
func (s *server) local() []any {
	var names []any
	for _, name := range s.host.releases {
		names = append(names, name)
	}
	if len(names) == 0 || s.style.old {
		names = append(names, "")
	}
	return names
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

func (h *host) plugins() []*jail {
	return slices.DeleteFunc(slices.Clone(h.jails), func(j *jail) bool { return j.kind() != "plugin" })
}

// addTemplate makes a template of which jails can be cloned.
func (h *host) addTemplate(name string) *jail {
	other := newHost(h.edition, "")
	other.add(fmt.Sprintf("%08x-b7d1-11e5-9c0a-0025905ef2d3", 0xb0000000+len(h.templates)), name, h.pattern, false)
	j := other.find(name)
	j.settings["type"] = "template"
	h.templates = append(h.templates, j)
	return j
}

func (h *host) hasTemplate(name string) bool {
	return slices.ContainsFunc(h.templates, func(j *jail) bool { return j.tag == name })
}

var remoteReleases = []string{"9.3-RELEASE", "10.1-RELEASE", "10.2-RELEASE", "10.3-RELEASE", "11.0-RELEASE"}

// marked are the releases that can be fetched, with the mark of those that are no longer
// supported.
func (h *host) marked() (list []any) {
	for _, name := range h.remote {
		if name < "10.3" && name[:2] == "10" || name[0] == '9' {
			name += " (EOL)"
		}
		list = append(list, name)
	}
	return list
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
