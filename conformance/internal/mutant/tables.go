package mutant

import (
	"maps"
	"slices"
	"strings"
)

// tableMutants are wrong in what the last edition lists: jails by jid, templates,
// releases, plugins, and the active pool.
var tableMutants = []Mutant{
	last("jails.flat", "jails are listed without the member jails around them", "listjails.keys.* listjails.shape.*", whole("listjails", func(a message) any { return a["jails"] })),
	last("jails.array", "jails are listed in an array", "listjails.keys.* listjails.shape.*", whole("listjails", func(a message) any {
		a["jails"] = slices.Collect(maps.Values(a["jails"].(message)))
		return a
	})),
	last("jails.beside", "a number of jails stands beside them", "listjails.strict.*", whole("listjails", func(a message) any { a["count"] = "2"; return a })),
	last("jails.old", "jails are listed as earlier editions did", "listjails.keys.* listjails.shape.*", whole("listjails", func(a message) any {
		old := message{}
		for _, row := range objects(a["jails"]) {
			old[row["uuid"].(string)] = message{"boot": row["boot"], "ip4": "-", "jid": row["jid"], "state": row["state"], "tag": row["tag"], "type": "basejail"}
		}
		return old
	})),
	last("jails.uuid.key", "jails that are up stand under their uuid", "listjails.keys.strict.*", under("listjails", func(_ string, row message) string { return row["uuid"].(string) })),
	last("jails.tag.key", "jails stand under their tag", "listjails.keys.*", under("listjails", func(_ string, row message) string { return row["tag"].(string) })),
	last("jails.numbered", "jails are numbered from 1", "listjails.keys.*", func(p *proxy) {
		answers("listjails", func(_ *exchange, a message) any {
			numbered := message{}
			for i, key := range slices.Sorted(maps.Keys(a)) {
				numbered[itoa(i+1)] = a[key]
			}
			return numbered
		})(p)
	}),
	last("jails.jid_.key", "the key of a jail has the letters jid_ before it", "listjails.keys.*", under("listjails", func(key string, _ message) string { return "jid_" + key })),
	last("jails.stopped.lost", "of the jails that are down only the last is listed", "listjails.stopped.*", answers("listjails", func(_ *exchange, a message) any {
		down := ""
		for _, key := range slices.Sorted(maps.Keys(a)) {
			if row := a[key].(message); row["state"] == "down" {
				delete(a, down)
				down = key
			}
		}
		return a
	})),
	last("jails.stopped.none", "jails that are down are not listed", "listjails.all.* listjails.members.*", answers("listjails", func(_ *exchange, a message) any {
		maps.DeleteFunc(a, func(_ string, row any) bool { return objectIs(row, "state", "down") })
		return a
	})),
	last("jails.uuid.dropped", "uuid is missing in listjails", "listjails.shape.*", dropped("listjails", "uuid")),
	last("jails.release.dropped", "release is missing in listjails", "listjails.shape.*", dropped("listjails", "release")),
	last("jails.ip6.dropped", "ip6 is missing in listjails", "listjails.shape.* listjails.ip4.*", dropped("listjails", "ip6")),
	last("jails.template.dropped", "template is missing in listjails", "listjails.shape.*", dropped("listjails", "template")),
	last("jails.uuid.short", "uuids are cut after eight characters", "listjails.members.* listjails.shape.*", cells("listjails", "uuid", func(v string) string { return v[:8] })),
	last("jails.release.cut", "a release is listed without RELEASE", "listjails.members.* listjails.shape.*", cells("listjails", "release", func(v string) string { v, _, _ = strings.Cut(v, "-"); return v })),
	last("jails.release.same", "every jail has the same release", "listjails.members.*", cells("listjails", "release", func(string) string { return "10.2-RELEASE" })),
	last("jails.ip4.none", "a jail without an address has the address none", "listjails.members.*", cells("listjails", "ip4", func(v string) string { return strings.Replace(v, "-", "none", 1) })),
	last("jails.ip4.first", "of several addresses one is listed", "listjails.odd.*", cells("listjails", "ip4", func(v string) string { v, _, _ = strings.Cut(v, ","); return v })),
	last("jails.ip6.ip4", "ip6 has the address of ip4", "listjails.members.*", rows("listjails", func(_ *exchange, _ string, row message) { row["ip6"] = row["ip4"] })),
	last("jails.template.empty", "template is empty where there is none", "listjails.members.* listjails.shape.*", cells("listjails", "template", func(v string) string { return strings.TrimPrefix(v, "-") })),
	last("jails.type.basejail", "every jail is a basejail", "listjails.members.*", cells("listjails", "type", func(string) string { return "basejail" })),
	last("jails.columns", "columns have changed places", "listjails.members.*", rows("listjails", func(_ *exchange, _ string, row message) {
		row["release"], row["type"] = row["type"], row["release"]
	})),
	last("jails.templates", "templates are listed among the jails", "listtemplates.template.*", answers("listjails", func(x *exchange, a message) any {
		for _, row := range objects(x.proxy.command("listtemplates")["templates"]) {
			a[row["uuid"].(string)] = row
		}
		return a
	})),

	last("templates.flat", "templates are listed without the member templates around them", "listtemplates.shape.*", whole("listtemplates", func(a message) any { return a["templates"] })),
	last("templates.none", "no template is listed", "listtemplates.*", whole("listtemplates", func(message) any { return message{"templates": message{}} })),
	last("templates.one", "of several templates one is listed", "listtemplates.every.*", inner("listtemplates", "templates", func(t message) {
		for key := range t {
			if len(t) > 1 {
				delete(t, key)
			}
		}
	})),
	last("templates.jails", "jails are listed among the templates", "listtemplates.template.*", filled("listtemplates", func(x *exchange, a message) {
		for _, row := range objects(x.proxy.jails()["jails"]) {
			a["templates"].(message)[row["tag"].(string)] = row
		}
	})),
	last("templates.numbered", "templates are numbered from 1", "listtemplates.template.*", inner("listtemplates", "templates", func(t message) {
		for i, key := range slices.Sorted(maps.Keys(t)) {
			rename(t, key, "template_"+itoa(i+1))
		}
	})),
	last("templates.uuid.key", "templates stand under their uuid", "listtemplates.every.*", inner("listtemplates", "templates", func(t message) {
		for key, row := range maps.Clone(t) {
			rename(t, key, row.(message)["uuid"].(string))
		}
	})),
	last("templates.type", "a template is a jail", "listtemplates.*", tableRows("listtemplates", "templates", func(row message) { row["type"] = "jail" })),
	last("templates.release.dropped", "release is missing in listtemplates", "listtemplates.*", tableRows("listtemplates", "templates", func(row message) { delete(row, "release") })),
	last("templates.boot.bool", "boot of a template is a truth value", "listtemplates.*", tableRows("listtemplates", "templates", func(row message) { row["boot"] = false })),

	last("releases.swapped", "local and remote releases have changed places", "listreleases.lists.* listreleases.eol.*", whole("listreleases", func(a message) any {
		a["local"], a["remote"] = a["remote"], a["local"]
		return a
	})),
	last("releases.local.all", "every release is local", "listreleases.lists.* listreleases.none.*", whole("listreleases", func(a message) any { a["local"] = a["remote"]; return a })),
	last("releases.local.none", "no release is local", "listreleases.lists.*", whole("listreleases", func(a message) any { a["local"] = []any{""}; return a })),
	last("releases.local.empty", "without a release local is an empty array", "listreleases.none.*", whole("listreleases", func(a message) any {
		if local, ok := a["local"].([]any); ok && len(local) == 1 && local[0] == "" {
			a["local"] = []any{}
		}
		return a
	})),
	last("releases.local.null", "without a release local is null", "listreleases.none.*", whole("listreleases", func(a message) any {
		if local, ok := a["local"].([]any); ok && len(local) == 1 && local[0] == "" {
			a["local"] = nil
		}
		return a
	})),
	last("releases.local.text", "local is a text", "listreleases.shape.*", whole("listreleases", func(a message) any { a["local"] = "10.2-RELEASE"; return a })),
	last("releases.local.object", "local is an object", "listreleases.shape.*", whole("listreleases", func(a message) any {
		a["local"] = message{"10.2-RELEASE": ""}
		return a
	})),
	last("releases.local.dropped", "local is missing", "listreleases.*", whole("listreleases", func(a message) any { delete(a, "local"); return a })),
	last("releases.remote.dropped", "remote is missing", "listreleases.*", whole("listreleases", func(a message) any { delete(a, "remote"); return a })),
	last("releases.numbers", "releases are numbers", "listreleases.shape.*", whole("listreleases", func(a message) any { a["remote"] = []any{10.3, 11.0}; return a })),
	last("releases.eol.lost", "the mark EOL is lost", "listreleases.eol.*", remotes(func(v string) string { v, _, _ = strings.Cut(v, " "); return v })),
	last("releases.eol.all", "every remote release has the mark EOL", "listreleases.lists.*", remotes(func(v string) string { return strings.TrimSuffix(v, " (EOL)") + " (EOL)" })),
	last("releases.eol.other", "the mark EOL has no brackets", "listreleases.eol.* listreleases.strict.*", remotes(func(v string) string { return strings.NewReplacer("(", "", ")", "").Replace(v) })),
	last("releases.numbered", "remote releases have their number before them", "listreleases.lists.* listreleases.shape.*", remotes(func(v string) string { return "[0] " + v })),
	last("releases.twice", "the first remote release stands twice", "listreleases.lists.*", whole("listreleases", func(a message) any {
		if remote, ok := a["remote"].([]any); ok && len(remote) > 0 {
			a["remote"] = append([]any{remote[0]}, remote...)
		}
		return a
	})),

	last("plugins.swapped", "local and remote plugins have changed places", "listplugins.*", whole("listplugins", func(a message) any {
		a["local"], a["remote"] = a["remote"], a["local"]
		return a
	})),
	last("plugins.name.key", "a remote plugin stands under its name", "listplugins.*", inner("listplugins", "remote", func(t message) {
		for key, row := range maps.Clone(t) {
			rename(t, key, row.(message)["name"].(string))
		}
	})),
	last("plugins.array", "remote plugins stand in an array", "listplugins.shape.*", whole("listplugins", func(a message) any {
		a["remote"] = slices.Collect(maps.Values(a["remote"].(message)))
		return a
	})),
	last("plugins.remote.none", "no remote plugin is listed", "listplugins.remote.*", whole("listplugins", func(a message) any { a["remote"] = message{}; return a })),
	last("plugins.remote.dropped", "remote is missing in listplugins", "listplugins.*", whole("listplugins", func(a message) any { delete(a, "remote"); return a })),
	last("plugins.local.dropped", "local is missing in listplugins", "listplugins.*", whole("listplugins", func(a message) any { delete(a, "local"); return a })),
	last("plugins.local.none", "no plugin of the host is listed", "listplugins.local.*", whole("listplugins", func(a message) any { a["local"] = message{}; return a })),
	last("plugins.local.jails", "all jails are listed as plugins", "listplugins.local.* listplugins.shape.*", filled("listplugins", func(x *exchange, a message) {
		for key, row := range x.proxy.jails()["jails"].(message) {
			a["local"].(message)[row.(message)["tag"].(string)+"_"+key] = row
		}
	})),
	last("plugins.description.lost", "descriptions are empty", "listplugins.remote.*", tableRows("listplugins", "remote", func(row message) { row["description"] = "" })),
	last("plugins.description.name", "a description has the name before it", "listplugins.remote.*", tableRows("listplugins", "remote", func(row message) {
		row["description"] = "(" + row["name"].(string) + ")"
	})),
	last("plugins.name.whole", "the name of a plugin is the whole line of iocage", "listplugins.remote.*", tableRows("listplugins", "remote", func(row message) {
		row["name"] = row["name"].(string) + " - " + row["description"].(string) + " (" + row["id"].(string) + ")"
	})),
	last("plugins.name.first", "of a name with a blank the first word is listed", "listplugins.remote.*", tableRows("listplugins", "remote", func(row message) {
		row["name"], _, _ = strings.Cut(row["name"].(string), " ")
	})),
	last("plugins.id.dropped", "id is missing in listplugins", "listplugins.shape.*", tableRows("listplugins", "remote", func(row message) { delete(row, "id") })),
	last("plugins.tag.key", "a plugin of the host stands under its tag", "listplugins.local.*", inner("listplugins", "local", func(t message) {
		for key, row := range maps.Clone(t) {
			rename(t, key, row.(message)["tag"].(string))
		}
	})),
	last("plugins.stopped.lost", "of plugins of one name that are down the last is listed", "listplugins.stopped.*", inner("listplugins", "local", func(t message) {
		for key, row := range maps.Clone(t) {
			if row := row.(message); row["jid"] == "-" {
				rename(t, key, row["tag"].(string)+"_-")
			}
		}
	})),
	last("plugins.local.release", "release is missing in plugins of the host", "listplugins.*", tableRows("listplugins", "local", func(row message) { delete(row, "release") })),

	last("status.bool", "activated is a truth value", "activatestatus.shape.*", whole("activatestatus", func(a message) any { a["activated"] = a["activated"] == "true"; return a })),
	last("status.yes", "activated is yes or no", "activatestatus.shape.*", whole("activatestatus", func(a message) any {
		a["activated"] = map[any]string{"true": "yes", "false": "no"}[a["activated"]]
		return a
	})),
	last("status.dropped", "activated is missing", "activatestatus.shape.*", whole("activatestatus", func(a message) any { delete(a, "activated"); return a })),
	last("status.inverted", "activated is true where no pool is active", "activatestatus.active.* activatestatus.none.*", whole("activatestatus", func(a message) any {
		a["activated"] = map[any]string{"true": "false", "false": "true"}[a["activated"]]
		return a
	})),
	last("status.always", "some pool is always active", "activatestatus.none.*", whole("activatestatus", func(message) any { return message{"activated": "true", "pool": "tank"} })),
	last("status.never", "no pool is ever active", "activatestatus.active.*", whole("activatestatus", func(message) any { return message{"activated": "false"} })),
	last("status.other", "another pool is named as active", "activatestatus.active.* activatepool.*", whole("activatestatus", func(a message) any {
		if a["pool"] == "tank" {
			a["pool"] = "zroot"
		}
		return a
	})),
	last("status.pool.dropped", "the active pool has no name", "activatestatus.pool.*", whole("activatestatus", func(a message) any { delete(a, "pool"); return a })),
	last("status.pool.blank", "a blank precedes the active pool", "activatestatus.pool.*", whole("activatestatus", func(a message) any {
		if pool, ok := a["pool"].(string); ok {
			a["pool"] = " " + pool
		}
		return a
	})),
	last("status.pool.none", "where no pool is active there is one named none", "activatestatus.none.*", whole("activatestatus", func(a message) any {
		if a["activated"] == "false" {
			a["pool"] = "none"
		}
		return a
	})),
	last("status.added", "activatestatus has a member too many", "activatestatus.strict.*", whole("activatestatus", func(a message) any { a["version"] = "1"; return a })),
	last("status.failed", "where iocage fails activatestatus is an error", "activatestatus.none.*", whole("activatestatus", func(a message) any {
		if a["activated"] == "false" {
			return message{"error": "no pool"}
		}
		return a
	})),
	last("pool.refused.activate", "an activation that is refused makes another pool active", "activatepool.refused.*", refusals("activatepool", useOther)),
	last("pool.refused.deactivate", "a deactivation that is refused makes another pool active", "deactivatepool.refused.*", refusals("deactivatepool", useOther)),
	last("pool.query", "asking for the active pool makes another one active", "activatepool.query.*", replied(func(x *exchange) {
		if x.is("activatepool") && x.args["pool"] == nil {
			useOther(x)
		}
	})),
	last("pool.inactive", "deactivating an inactive pool makes it active", "deactivatepool.other.*", filled("deactivatepool", func(x *exchange, _ message) {
		x.proxy.command("activatepool", "pool", x.text("pool"))
	})),
	last("pool.toggled", "activating a pool twice makes another one active", "activatepool.twice.*", func(p *proxy) {
		before := ""
		filled("activatepool", func(x *exchange, _ message) {
			if before == x.text("pool") {
				useOther(x)
			}
			before = x.text("pool")
		})(p)
	}),
	last("pool.secretly", "a client without a login is refused, but another pool is made active", "auth.required.pool.*", secretly("activatepool", "pool", "zroot")),
	last("older", "actions of earlier editions are there", "action.older*", errorReplies(func(x *exchange) {
		if x.code() == 400 && slices.Contains([]string{"getdefaultsettings", "df", "startjail"}, x.action()) {
			x.say(message{x.action(): message{}})
		}
	})),
	last("older.refused", "actions of earlier editions are refused by iocage", "action.older*", errorReplies(func(x *exchange) {
		if x.code() == 400 && slices.Contains([]string{"startjail", "stopjail", "createjail"}, x.action()) {
			x.say(message{x.action(): message{"error": "no such command"}})
		}
	})),
}

// useOther makes a pool active that is not the first.
func useOther(x *exchange) { x.proxy.command("activatepool", "pool", "zroot") }

// last makes a mutant of the last edition, whose year begins its name.
func last(name, sentence, caught string, bend func(p *proxy)) Mutant {
	return wrong("2017."+name, sentence, caught, bend).offered("activatestatus")
}

// whole bends all that stands under an action, unless iocage said no.
func whole(action string, bend func(answer message) any) func(*proxy) {
	return replied(func(x *exchange) {
		answer, _ := x.answer()
		if answer, ok := answer.(message); ok && x.is(action) && answer["error"] == nil {
			x.result()[action] = bend(answer)
		}
	})
}

// filled is whole for what puts into an answer what the server says elsewhere.
func filled(action string, bend func(x *exchange, answer message)) func(*proxy) {
	return replied(func(x *exchange) {
		answer, _ := x.answer()
		if answer, ok := answer.(message); ok && x.is(action) && answer["error"] == nil {
			bend(x, answer)
		}
	})
}

// under lists jails under other keys.
func under(action string, key func(key string, row message) string) func(*proxy) {
	return answers(action, keyed(key))
}

// cells bends a member of each row, if it is text.
func cells(action, member string, change func(string) string) func(*proxy) {
	return rows(action, func(_ *exchange, _ string, row message) { changeTexts(row, member, change) })
}

// inner bends a table that stands under a member of an answer.
func inner(action, member string, bend func(table message)) func(*proxy) {
	return filled(action, func(_ *exchange, answer message) {
		if table, ok := answer[member].(message); ok {
			bend(table)
		}
	})
}

// tableRows bends each row of such a table.
func tableRows(action, member string, bend func(row message)) func(*proxy) {
	return inner(action, member, func(table message) {
		for _, row := range objects(table) {
			bend(row)
		}
	})
}

// remotes bends each release that can be fetched.
func remotes(change func(string) string) func(*proxy) {
	return whole("listreleases", func(a message) any {
		remote, _ := a["remote"].([]any)
		for i, one := range remote {
			if text, ok := one.(string); ok {
				remote[i] = change(text)
			}
		}
		return a
	})
}
