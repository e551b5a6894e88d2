package mutant

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// unusualMutants are right about what most hosts have, and wrong about values that
// are documented but rarer: long names, patch levels, several of a kind.
var unusualMutants = []Mutant{
	last("jails.tag.time", "tags end at their first colon", "listjails.members.*", cells("listjails", "tag", beforeColon)),
	last("jails.release.patch", "releases are listed without their patch level", "listjails.members.*", cells("listjails", "release", withoutPatch)),
	last("jails.jid.short", "of a jid the last three digits are listed", "listjails.members.*", cells("listjails", "jid", func(v string) string { return v[max(0, len(v)-3):] })),
	last("jails.ip6.first", "of several IPv6 addresses one is listed", "listjails.members.*", cells("listjails", "ip6", beforeComma)),
	last("jails.ip4.mask", "addresses are listed without their masks", "listjails.odd.*", cells("listjails", "ip4", beforeSlash)),
	last("jails.down.address", "a jail that is down has no address", "listjails.odd.*", rows("listjails", func(_ *exchange, _ string, row message) {
		if row["state"] == "down" {
			row["ip4"], row["ip6"] = "-", "-"
		}
	})),
	last("jails.down.boot", "a jail that is down has boot off", "listjails.odd.*", rows("listjails", func(_ *exchange, _ string, row message) {
		if row["state"] == "down" {
			row["boot"] = "off"
		}
	})),
	last("jails.plugins", "plugins are not listed among the jails", "listplugins.local.*", answers("listjails", func(_ *exchange, a message) any {
		maps.DeleteFunc(a, func(_ string, row any) bool { return objectIs(row, "type", "plugin") })
		return a
	})),
	wrong("listjails.fifty", "no more than fifty jails are listed", "listjails.many.*", answers("listjails", atMost(50))),
	last("templates.uuid.other", "uuids of templates are those of other jails", "listtemplates.every.* listtemplates.members.*", tableRows("listtemplates", "templates", func(row message) { row["uuid"] = "0bf985de-ca0f-11e5-8d45-d05099728dbf" })),
	last("templates.release.same", "every template has the same release", "listtemplates.members.*", tableRows("listtemplates", "templates", func(row message) { row["release"] = "10.2-RELEASE" })),
	last("templates.boot.on", "every template has boot on", "listtemplates.members.*", tableRows("listtemplates", "templates", func(row message) { row["boot"] = "on" })),
	last("templates.boot.off", "every template has boot off", "listtemplates.members.*", tableRows("listtemplates", "templates", func(row message) { row["boot"] = "off" })),
	last("templates.address.lost", "no template has an address", "listtemplates.members.*", tableRows("listtemplates", "templates", func(row message) { row["ip4"], row["ip6"] = "-", "-" })),
	last("templates.template.tag", "the template of a template is its tag", "listtemplates.members.*", tableRows("listtemplates", "templates", func(row message) { row["template"] = row["tag"] })),
	last("templates.tag.word", "the tag of a template ends at its first blank", "listtemplates.every.*", inner("listtemplates", "templates", func(t message) {
		for key, row := range maps.Clone(t) {
			row := row.(message)
			row["tag"], _, _ = strings.Cut(row["tag"].(string), " ")
			rename(t, key, row["tag"].(string))
		}
	})),
	last("releases.remote.local", "releases that are on the host are no remote ones", "listreleases.lists.*", whole("listreleases", func(a message) any {
		local, _ := a["local"].([]any)
		remote, _ := a["remote"].([]any)
		a["remote"] = slices.DeleteFunc(remote, func(r any) bool {
			name, _, _ := strings.Cut(r.(string), " ")
			return slices.Contains(local, any(name))
		})
		return a
	})),
	last("releases.remote.last", "the last remote release is not listed", "listreleases.lists.*", whole("listreleases", func(a message) any {
		if remote, ok := a["remote"].([]any); ok && len(remote) > 0 {
			a["remote"] = remote[:len(remote)-1]
		}
		return a
	})),
	last("releases.remote.first", "the first remote release is not listed", "listreleases.lists.* listreleases.eol.*", whole("listreleases", func(a message) any {
		if remote, ok := a["remote"].([]any); ok && len(remote) > 0 {
			a["remote"] = remote[1:]
		}
		return a
	})),
	last("releases.remote.eol", "releases that are no longer supported are not listed", "listreleases.lists.* listreleases.eol.*", whole("listreleases", func(a message) any {
		remote, _ := a["remote"].([]any)
		a["remote"] = slices.DeleteFunc(remote, func(r any) bool { return strings.Contains(r.(string), "EOL") })
		return a
	})),
	last("releases.eol.nine", "only releases of FreeBSD 9 have the mark EOL", "listreleases.lists.*", remotes(func(v string) string {
		if strings.HasPrefix(v, "9.") {
			return v
		}
		return strings.TrimSuffix(v, " (EOL)")
	})),
	last("releases.local.twice", "a local release stands twice", "listreleases.strict.*", whole("listreleases", func(a message) any {
		if local, ok := a["local"].([]any); ok && len(local) > 0 {
			a["local"] = append([]any{local[0]}, local...)
		}
		return a
	})),
	last("plugins.remote.last", "the last remote plugin is not listed", "listplugins.remote.*", inner("listplugins", "remote", func(t message) {
		if len(t) > 0 {
			delete(t, slices.Max(slices.Collect(maps.Keys(t))))
		}
	})),
	last("plugins.remote.local", "plugins that are on the host are no remote ones", "listplugins.local.*", filled("listplugins", func(_ *exchange, a message) {
		for _, row := range objects(a["local"]) {
			remote, _ := a["remote"].(message)
			delete(remote, row["tag"].(string))
		}
	})),
	last("plugins.up.one", "of plugins of one name that are up one is listed", "listplugins.local.*", inner("listplugins", "local", func(t message) {
		seen := map[string]bool{}
		for _, key := range slices.Sorted(maps.Keys(t)) {
			if row := t[key].(message); row["jid"] != "-" {
				if tag := row["tag"].(string); seen[tag] {
					delete(t, key)
				}
				seen[row["tag"].(string)] = true
			}
		}
	})),
	last("plugins.local.boot", "every plugin of the host has boot on", "listplugins.local.*", tableRows("listplugins", "local", func(row message) { row["boot"] = "on" })),
	last("plugins.local.boot.off", "every plugin of the host has boot off", "listplugins.local.*", tableRows("listplugins", "local", func(row message) { row["boot"] = "off" })),
	last("plugins.local.address", "no plugin of the host has an IPv6 address", "listplugins.local.*", tableRows("listplugins", "local", func(row message) { row["ip6"] = "-" })),
	last("plugins.local.uuid", "uuids of plugins of the host are those of other jails", "listplugins.local.*", tableRows("listplugins", "local", func(row message) {
		if row["jid"] != "-" {
			row["uuid"] = "4d1a6e52-ca0f-11e5-8d45-d05099728dbf"
		}
	})),
	last("plugins.local.release.same", "every plugin of the host has the same release", "listplugins.local.*", tableRows("listplugins", "local", func(row message) { row["release"] = "11.0-RELEASE" })),
	last("status.pool.cut", "the name of the active pool ends at its first underscore", "activatestatus.names.*", poolName("_")),
	last("status.pool.dash", "the name of the active pool ends at its first dash", "activatestatus.names.*", poolName("-")),
	last("status.pool.dot", "the name of the active pool ends at its first dot", "activatestatus.names.*", poolName(".")),
	last("status.pool.first", "the first pool is named as active", "activatepool.changes.*", func(p *proxy) {
		replied(func(x *exchange) {
			if a, ok := x.result()["activatestatus"].(message); ok && a["pool"] == "backup" {
				a["pool"] = "tank"
			}
		})(p)
	}),
	wrong("activatepool.name.word", "activatepool knows pools of plain letters only", "activatestatus.names.*", asked(func(x *exchange) {
		if x.is("activatepool") && strings.ContainsAny(x.text("pool"), "_-.:") && !strings.ContainsAny(x.text("pool"), " \n;$") && !strings.HasPrefix(x.text("pool"), "-") {
			x.succeed(message{"error": "not a pool"})
		}
	})).offered("activatepool"),
	last("cleanreleases.templates", "cleanreleases destroys templates, too", "cleanreleases.cleans.*", filled("cleanreleases", func(x *exchange, _ message) { x.proxy.command("cleantemplates") })),
	last("cleantemplates.pool", "cleantemplates makes another pool active", "cleantemplates.cleans.*", filled("cleantemplates", func(x *exchange, _ message) { useOther(x) })),
	last("fetch.partly", "of several releases the refused ones are left out", "fetchreleases.names.*", releases(func(list []any) any {
		if len(list) < 2 {
			return list
		}
		return slices.DeleteFunc(list, func(r any) bool {
			text, ok := r.(string)
			return ok && (strings.TrimSpace(text) == "" || strings.HasPrefix(text, "-") || strings.ContainsAny(text, "\"\n\x00\x1b"))
		})
	})),
	last("fetch.text.words", "of a text every word is a release", "fetchreleases.words.*", asked(func(x *exchange) {
		if words := strings.Fields(x.text("releases")); x.is("fetchreleases") && len(words) > 1 {
			list := []any{}
			for _, w := range words {
				list = append(list, w)
			}
			x.args["releases"] = list
		}
	})),
	last("fetch.text.eol", "the mark EOL behind a release as text is refused", "fetchreleases.text.*", failing("fetchreleases", func(x *exchange) bool { return strings.Contains(x.text("releases"), "(EOL)") })),
	last("fetch.once", "a release is fetched once in the server's life", "fetchreleases.killed.*", func(p *proxy) {
		once := map[string]bool{}
		asked(func(x *exchange) {
			if x.is("fetchreleases") && x.client.user != "" {
				for _, name := range named(x) {
					if once[name] {
						x.succeed(message{"error": "is being fetched"})
					}
					once[name] = true
				}
			}
		})(p)
	}),
	last("plugin.once", "a plugin is fetched once in the server's life", "createplugin.killed.*", func(p *proxy) {
		once := map[string]bool{}
		asked(func(x *exchange) {
			if x.is("createplugin") && x.text("net_device") != "" && x.text("ip4")+x.text("ip6") != "" {
				if once[x.text("plugin")] {
					x.succeed(message{"error": "is being fetched"})
				}
				once[x.text("plugin")] = true
			}
		})(p)
	}),
	last("fetch.queue", "jobs that fetch are listed in no_queue", "dispatcher.list.strict.*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		if queues, ok := a["jobs"].(message); ok {
			rename(queues, "iocage_queue", "no_queue")
		}
	})),
	last("fetch.kill.claimed", "killing a job that fetches succeeds, and does nothing", "fetchreleases.killed.* createplugin.killed.*", asked(func(x *exchange) {
		if id := x.text("job_id"); x.is("rpc/dispatcher") && x.action() == "kill" && strings.HasPrefix(id, "sysadm_iocage_fetch_") {
			x.succeedWith(message{"killed": message{"jobs": []any{id}}})
		}
	})),
	last("plugin.both.ip4", "of two addresses of a plugin the IPv4 one is lost", "createplugin.both.*", asked(func(x *exchange) {
		if x.is("createplugin") && x.text("ip4") != "" && x.text("ip6") != "" {
			delete(x.args, "ip4")
		}
	})),
	last("plugin.both.ip6", "of two addresses of a plugin the IPv6 one is lost", "createplugin.both.*", asked(func(x *exchange) {
		if x.is("createplugin") && x.text("ip4") != "" && x.text("ip6") != "" {
			delete(x.args, "ip6")
		}
	})),
	last("plugin.system", "events of jobs that make plugins name the dispatcher as their class", "fetchreleases.killed.* createplugin.killed.*", func(p *proxy) {
		p.events = append(p.events, func(_ *client, e message) []message {
			if args, ok := e["args"].(message); ok && fetches(e) && args["event_system"] != nil {
				args["event_system"] = "rpc/dispatcher"
			}
			return []message{e}
		})
	}),
	last("fetch.rest.once", "over REST only the first release is fetched", "fetchreleases.starts.rest", asked(func(x *exchange) {
		if list, ok := x.args["releases"].([]any); ok && x.client.over == rest && len(list) > 0 {
			x.args["releases"] = list[:1]
		}
	})),
	fails("activatestatus.extra", "activatestatus with an argument more is refused", "*", http.StatusBadRequest, func(x *exchange) bool {
		return x.is("activatestatus") && len(x.args) > 1
	}).offered("activatestatus"),
}

func beforeColon(v string) string { v, _, _ = strings.Cut(v, ":"); return v }
func beforeComma(v string) string { v, _, _ = strings.Cut(v, ","); return v }
func beforeSlash(v string) string { v, _, _ = strings.Cut(v, "/"); return v }

func withoutPatch(v string) string { v, _, _ = strings.Cut(v, "-p"); return v }

// atMost lists so many rows.
func atMost(n int) func(*exchange, message) any {
	return func(_ *exchange, a message) any {
		for _, key := range slices.Sorted(maps.Keys(a)) {
			if len(a) > n {
				delete(a, key)
			}
		}
		return a
	}
}

// poolName ends the name of the active pool at a letter.
func poolName(at string) func(*proxy) {
	return whole("activatestatus", func(a message) any {
		if pool, ok := a["pool"].(string); ok {
			a["pool"], _, _ = strings.Cut(pool, at)
		}
		return a
	})
}
