package conformance_test

import (
	"fmt"
	"slices"
	"strings"
)

// last answers what edition 2017-06-05 added or changed, and leaves the rest to
// what answers the editions before.
func (r *right) last(older func(string, jsonObject) (jsonObject, int)) func(string, jsonObject) (jsonObject, int) {
	return func(action string, args jsonObject) (jsonObject, int) {
		h := r.host
		if !h.edition.ListsByJID || !h.edition.Offers(action) {
			return older(action, args)
		}
		switch action {
		case "listjails":
			return jsonObject{"jails": h.table(h.jails, r.jailKey)}, 200
		case "listtemplates":
			return jsonObject{"templates": h.table(h.templates, r.templateKey)}, 200
		case "listplugins":
			return jsonObject{"remote": remotePlugins(), "local": h.table(h.plugins(), func(j *jail) string { return j.tag + "_" + r.jailKey(j) })}, 200
		case "listreleases":
			return jsonObject{"local": r.local(), "remote": h.marked()}, 200
		case "activatestatus":
			return h.status(), 200
		case "fetchreleases":
			return r.fetchReleases(args)
		case "createplugin":
			return r.createPlugin(args)
		}
		return older(action, args)
	}
}

// jailKey is where a jail stands; the original server had all that are down
// under one key.
func (r *right) jailKey(j *jail) string {
	switch {
	case j.jid > 0:
		return fmt.Sprint(j.jid)
	case r.style.old:
		return "-"
	}
	return j.uuid
}

func (r *right) templateKey(j *jail) string {
	if r.style.old {
		return "-"
	}
	return j.tag
}

// local are the releases that were fetched. The original server took what
// follows the last line for one.
func (r *right) local() []any {
	var names []any
	for _, name := range r.host.releases {
		names = append(names, name)
	}
	if len(names) == 0 || r.style.old {
		names = append(names, "")
	}
	return names
}

// table lists jails with ten members each.
func (h *host) table(jails []*jail, key func(j *jail) string) jsonObject {
	rows := jsonObject{}
	for _, j := range jails {
		row := jsonObject{
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

// kind is the type of a jail in the words of the last iocage.
func (j *jail) kind() any {
	if kind := j.settings["type"]; kind == "plugin" || kind == "template" {
		return kind
	}
	return "jail"
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

func remotePlugins() jsonObject {
	index := jsonObject{}
	for id, name := range pluginIndex {
		index[id] = jsonObject{"id": id, "name": name, "description": "What " + id + " is for: a plugin - in short"}
	}
	return index
}

func (h *host) status() jsonObject {
	if h.active == "" {
		return jsonObject{"activated": "false"}
	}
	return jsonObject{"activated": "true", "pool": h.active}
}

// unmet answers a request that cannot be begun; the original server had no words
// for that.
func (r *right) unmet(sentence string) (jsonObject, int) {
	if r.style.old {
		return nil, 400
	}
	return refusal("%s", sentence), 200
}

const (
	releaseJob = "sysadm_iocage_fetch_release_"
	pluginJob  = "sysadm_iocage_fetch_plugin_"
)

func (r *right) fetchReleases(args jsonObject) (jsonObject, int) {
	releases, given := args["releases"]
	switch {
	case !given:
		return r.unmet(missingKeys)
	case !isTexts(releases):
		return nil, 400
	}
	var ids []any
	for _, text := range texts(releases) {
		name, _, _ := strings.Cut(strings.TrimLeft(text, " "), " ")
		if !plainWord(name) {
			return refusal("no release has that name"), 200
		}
		if id := releaseJob + name; !r.underway(id) && !slices.Contains(ids, any(id)) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		r.begin(id.(string), "iocage fetch --verify -r "+strings.TrimPrefix(id.(string), releaseJob))
	}
	if len(ids) == 0 {
		return r.unmet("nothing is left to fetch")
	}
	return jsonObject{"started_dispatcher_id": ids}, 200
}

func (r *right) createPlugin(args jsonObject) (jsonObject, int) {
	if !textual(args, "plugin", "net_device", "ip4", "ip6") {
		return nil, 400
	}
	plugin, _ := args["plugin"].(string)
	device, id := orEmpty(args["net_device"]), pluginJob+plugin
	command, plain := "iocage fetch --plugins --name "+plugin, plainWord(plugin) && plainWord(device)
	for _, family := range []string{"ip4", "ip6"} {
		if address := orEmpty(args[family]); args[family] != nil {
			plain = plain && plainWord(address)
			command += fmt.Sprintf(` %s_addr="%s|%s"`, family, device, address)
		}
	}
	switch {
	case args["plugin"] == nil || args["net_device"] == nil || args["ip4"] == nil && args["ip6"] == nil:
		return r.unmet(missingKeys)
	case !plain:
		return refusal("no plugin is that"), 200
	case r.underway(id):
		return r.unmet("it is being fetched")
	}
	r.begin(id, command)
	return jsonObject{"started_dispatcher_id": id}, 200
}

// plainWord is what may be a name.
func plainWord(text string) bool {
	return text != "" && text[0] != '-' && !strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c == 0x7f || strings.ContainsRune("\"'`", c) })
}

// fetches is what iocage does in a job; anything else is done by another program.
func (r *right) fetches(other func(*rightJob, []string) (string, int)) func(*rightJob, []string) (string, int) {
	return func(j *rightJob, words []string) (string, int) {
		if len(words) < 5 || words[0] != "iocage" || words[1] != "fetch" {
			return other(j, words)
		}
		r.mu.Lock()
		hangs := r.hangs == "fetch"
		r.mu.Unlock()
		if hangs {
			<-j.killed
			return "", -1
		}
		r.turn.Lock()
		defer r.turn.Unlock()
		return r.host.fetch(words[2:], r.broken)
	}
}

func (h *host) fetch(words []string, broken bool) (string, int) {
	name := words[2]
	switch {
	case broken:
	case words[1] == "-r" && slices.Contains(h.remote, name):
		if !slices.Contains(h.releases, name) {
			h.releases = append(h.releases, name)
		}
		return "Fetching: " + name + "\n", 0
	case words[1] == "--name" && pluginIndex[name] != "":
		properties := map[string]string{"tag": name}
		for _, word := range words[3:] {
			property, value, _ := strings.Cut(word, "=")
			properties[property] = value
		}
		made := h.create(properties, "plugin")
		h.lastJID++
		made.jid = h.lastJID
		return "Fetching plugin: " + name + "\n", 0
	}
	return "cannot fetch " + name + "\n", 1
}
