package mutant

import (
	"net/http"
	"slices"
	"strings"
)

// fetchMutants are wrong in the actions of the last edition that start jobs.
var fetchMutants = slices.Concat([]Mutant{
	started("text", "fetchreleases answers a single id as a text", "fetchreleases.starts.* fetchreleases.strict.*", func(ids []any) any { return ids[0] }),
	started("object", "fetchreleases answers its ids in an object", "fetchreleases.starts.*", func(ids []any) any { return message{"id": ids[0]} }),
	started("first", "fetchreleases tells of the first job only", "fetchreleases.starts.*", func(ids []any) any { return ids[:1] }),
	started("prefix", "the id of a job has no prefix", "fetchreleases.starts.*", each(func(id string) string { return strings.TrimPrefix(id, releaseJob) })),
	started("plugin", "the id of a job that fetches a release is like that of a plugin", "fetchreleases.starts.*", each(func(id string) string { return strings.Replace(id, "_release_", "_plugin_", 1) })),
	started("reversed", "the ids are in the opposite order of the releases", "fetchreleases.starts.*", func(ids []any) any { slices.Reverse(ids); return ids }),
	last("fetch.renamed", "fetchreleases answers its ids under started", "fetchreleases.starts.*", whole("fetchreleases", func(a message) any { rename(a, "started_dispatcher_id", "started"); return a })),
	last("fetch.added", "fetchreleases also answers how many jobs it started", "fetchreleases.strict.*", whole("fetchreleases", func(a message) any { a["count"] = "1"; return a })),
	last("fetch.mark", "the mark EOL is part of the id", "fetchreleases.text.*", filled("fetchreleases", func(x *exchange, a message) {
		if strings.Contains(flat(x.args["releases"]), "(EOL)") {
			a["started_dispatcher_id"] = []any{releaseJob + "10.2-RELEASE (EOL)"}
		}
	})),
	last("fetch.unstarted", "fetchreleases answers ids, and starts nothing", "fetchreleases.fetches.* fetchreleases.listed.*", asked(func(x *exchange) {
		if x.is("fetchreleases") && len(named(x)) > 0 {
			var ids []any
			for _, name := range named(x) {
				ids = append(ids, releaseJob+name)
			}
			x.succeed(message{"started_dispatcher_id": ids})
		}
	})),
	last("fetch.one", "of several releases the first is fetched", "fetchreleases.starts.*", releases(func(list []any) any { return list[:min(len(list), 1)] })),
	last("fetch.other", "another release is fetched than the one that was asked for", "fetchreleases.starts.*", releases(each(func(v string) string { return strings.Replace(v, "10.3-", "10.1-", 1) }))),
	last("fetch.text.refused", "one release as a text is refused", "fetchreleases.text.*", failing("fetchreleases", func(x *exchange) bool { return x.text("releases") != "" })),
	last("fetch.eol.refused", "a release with its mark EOL is refused", "fetchreleases.text.*", failing("fetchreleases", func(x *exchange) bool { return strings.Contains(flat(x.args["releases"]), "(EOL)") })),
	last("fetch.again", "a release that is being fetched is fetched once more", "fetchreleases.again.*", refusals("fetchreleases", func(x *exchange) {
		var ids []any
		for _, name := range named(x) {
			ids = append(ids, releaseJob+name)
		}
		x.result()["fetchreleases"] = message{"started_dispatcher_id": ids}
	})),
	last("fetch.again.told", "the ids of jobs that run already are answered, too", "fetchreleases.again.*", filled("fetchreleases", func(x *exchange, a message) {
		var ids []any
		for _, name := range named(x) {
			ids = append(ids, releaseJob+name)
		}
		a["started_dispatcher_id"] = ids
	})),
	last("fetch.missing", "without releases the newest is fetched", "fetchreleases.missing.*", defaulted(func(x *exchange) bool { return x.is("fetchreleases") && x.args["releases"] == nil }, "releases", "11.0-RELEASE")),
	last("fetch.none", "no releases are a success", "fetchreleases.none.*", asked(func(x *exchange) {
		if list, ok := x.args["releases"].([]any); ok && x.is("fetchreleases") && len(list) == 0 {
			x.succeed(message{"started_dispatcher_id": []any{}})
		}
	})),
	last("fetch.null", "releases that are null are all of them", "fetchreleases.wrongtype.*", asked(func(x *exchange) {
		if value, given := x.args["releases"]; given && value == nil {
			x.args["releases"] = "10.3-RELEASE"
		}
	})),
	last("fetch.types", "what is no text among the releases is ignored", "fetchreleases.wrongtype.*", releases(func(list []any) any {
		return slices.DeleteFunc(list, func(v any) bool { _, isText := v.(string); return !isText && len(list) > 1 })
	})),
	last("fetch.words", "every word of a name is a release", "fetchreleases.words.*", releases(func(list []any) any {
		var words []any
		for _, one := range list {
			text, _ := one.(string)
			for _, word := range strings.Fields(text) {
				if !strings.HasPrefix(word, "(") && !strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "/") {
					words = append(words, word)
				}
			}
		}
		return words
	})),
	last("fetch.control", "control characters in the name of a release are left out", "fetchreleases.names.*", releases(each(printable))),
	last("fetch.dash", "dashes before the name of a release are left out", "fetchreleases.names.*", releases(each(func(v string) string { return strings.TrimLeft(v, "-") }))),
	last("fetch.quotes", "quotes around the name of a release are left out", "fetchreleases.names.*", releases(each(func(v string) string { return strings.Trim(v, `"`) }))),
	last("fetch.shell", "a shell reads the names of releases", "fetchreleases.shell.*", releases(each(func(v string) string {
		return strings.ReplaceAll(shell(v), "$(true", "")
	}))),
	last("fetch.long", "a release with a long name is never answered", "fetchreleases.long.*", replied(func(x *exchange) {
		x.cuts = x.cuts || x.is("fetchreleases") && len(flat(x.args)) > 4096
	})),
	last("fetch.events", "nobody is told of the jobs that fetch", "fetchreleases.fetches.* createplugin.creates.*", func(p *proxy) {
		p.events = append(p.events, func(_ *client, e message) []message {
			if fetches(e) {
				return nil
			}
			return []message{e}
		})
	}),
	last("fetch.events.id", "events name the jobs that fetch by the release", "fetchreleases.fetches.*", func(p *proxy) {
		p.events = append(p.events, func(_ *client, e message) []message {
			if args, ok := e["args"].(message); ok && fetches(e) {
				for _, m := range append(objects(args), args) {
					changeTexts(m, "process_id", func(id string) string { return strings.TrimPrefix(id, releaseJob) })
				}
			}
			return []message{e}
		})
	}),
	last("fetch.events.codes", "every job that fetches ended with 0", "fetchreleases.fails.* createplugin.fails.*", func(p *proxy) {
		p.events = append(p.events, func(_ *client, e message) []message {
			if args, ok := e["args"].(message); ok && fetches(e) {
				details(args, "return_codes/", "0")
			}
			return []message{e}
		})
	}),
	last("fetch.unlisted", "jobs that fetch are not listed", "fetchreleases.listed.* createplugin.listed.*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		for _, queue := range objects(a["jobs"]) {
			for id := range queue {
				if strings.HasPrefix(id, "sysadm_iocage_fetch_") {
					delete(queue, id)
				}
			}
		}
	})),
	last("fetch.unkilled", "jobs that fetch cannot be killed", "fetchreleases.listed.* createplugin.listed.*", asked(func(x *exchange) {
		if x.is("rpc/dispatcher") && x.action() == "kill" && strings.HasPrefix(x.text("job_id"), "sysadm_iocage_fetch_") {
			x.succeedWith(message{"killed": message{"jobs": []any{}}})
		}
	})),
	last("fetch.path", "the list of jobs shows the path of iocage", "fetchreleases.listed.*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		for _, queue := range objects(a["jobs"]) {
			for _, job := range objects(queue) {
				if commands, ok := job["commands"].([]any); ok && len(commands) > 0 {
					commands[0] = "/usr/local/bin/" + commands[0].(string)
				}
			}
		}
	})),
	stale("2017.fetch.unseen", "releases that were fetched or cleaned are listed as before", "listreleases", "cleanreleases.cleans.*", 0).offered("fetchreleases"),
	stale("2017.plugin.unseen", "plugins that were made are not listed", "listplugins", "createplugin.creates.*", 0).offered("createplugin"),
	last("fetch.operator", "only a user with full access may start jobs that fetch", "createplugin.operator.*", replied(func(x *exchange) {
		if x.client.user == x.proxy.inner.Operator && (x.is("fetchreleases") || x.is("createplugin")) {
			x.fail(http.StatusForbidden)
		}
	})),
	last("fetch.nobody", "releases are fetched without a login", "fetchreleases.nobody.*", obeys(is("fetchreleases"))),
	last("fetch.secretly", "a client without a login is refused, but the release is fetched", "fetchreleases.nobody.*", secretly("fetchreleases", "releases", "10.3-RELEASE")),
	last("plugin.nobody", "plugins are made without a login", "createplugin.nobody.*", obeys(is("createplugin"))),
	last("plugin.secretly", "a client without a login is refused, but the plugin is made", "createplugin.nobody.*", secretly("createplugin", "plugin", "gitlab", "net_device", "em0", "ip4", "10.0.2.90")),

	last("plugin.prefix", "the id of a plugin's job has no prefix", "createplugin.starts.*", filled("createplugin", func(x *exchange, a message) { a["started_dispatcher_id"] = x.text("plugin") })),
	last("plugin.array", "createplugin answers its id in an array", "createplugin.starts.* createplugin.strict.*", whole("createplugin", func(a message) any {
		a["started_dispatcher_id"] = []any{a["started_dispatcher_id"]}
		return a
	})),
	last("plugin.capital", "the id of a plugin's job has the name of the plugin", "createplugin.starts.*", whole("createplugin", func(a message) any {
		a["started_dispatcher_id"] = strings.Replace(flat(a["started_dispatcher_id"]), "gitlab", "GitLab", 1)
		return a
	})),
	last("plugin.added", "createplugin has a member too many", "createplugin.strict.*", whole("createplugin", func(a message) any { a["uuid"] = ""; return a })),
	last("plugin.unstarted", "createplugin answers an id, and starts nothing", "createplugin.creates.* createplugin.listed.*", asked(func(x *exchange) {
		if x.is("createplugin") && x.text("plugin") != "" {
			x.succeed(message{"started_dispatcher_id": "sysadm_iocage_fetch_plugin_" + x.text("plugin")})
		}
	})),
	last("plugin.again", "a plugin that is being fetched is fetched once more", "createplugin.again.*", refusals("createplugin", func(x *exchange) {
		x.result()["createplugin"] = message{"started_dispatcher_id": "sysadm_iocage_fetch_plugin_" + x.text("plugin")}
	})),
	last("plugin.both", "a plugin needs both addresses", "createplugin.ip6.* createplugin.starts.*", failing("createplugin", func(x *exchange) bool { return x.text("ip4") == "" || x.text("ip6") == "" })),
	last("plugin.ip4.needed", "a plugin needs an IPv4 address", "createplugin.ip6.*", failing("createplugin", func(x *exchange) bool { return x.text("ip4") == "" })),
	last("plugin.address.other", "every plugin has the same address", "createplugin.address.*", fills("ip4", "10.0.2.99", true)),
	last("plugin.device.other", "every plugin has the same network device", "createplugin.address.*", fills("net_device", "em1", true)),
	last("plugin.device.missing", "without a network device the first one is taken", "createplugin.missing.*", fills("net_device", "em0", false)),
	last("plugin.address.missing", "without an address some address is taken", "createplugin.missing.*", asked(when(is("createplugin").and(lacking("ip4"), lacking("ip6")), with("ip4", "10.0.2.99")))),
	last("plugin.missing", "without a plugin some plugin is made", "createplugin.missing.*", fills("plugin", "jenkins", false)),
	last("plugin.other", "whatever plugin is asked for, the same is made", "createplugin.starts.* createplugin.again.*", fills("plugin", "jenkins", true)),
	last("plugin.beside", "in addition to the plugin another one is made", "createplugin.creates.*", asked(func(x *exchange) {
		if x.is("createplugin") && x.text("plugin") == "gitlab" {
			x.proxy.command("createplugin", "plugin", "jenkins", "net_device", "em0", "ip4", "10.0.2.98")
		}
	})),
	last("cleantemplates.releases", "cleantemplates destroys releases, too", "cleantemplates.cleans.*", filled("cleantemplates", func(x *exchange, _ message) { x.proxy.command("cleanreleases") })),
}, pluginParameters())

// pluginParameters take values of createplugin that should be refused.
func pluginParameters() []Mutant {
	var list []Mutant
	for _, p := range []struct{ name, otherwise string }{{"plugin", "gitlab"}, {"net_device", "em0"}, {"ip4", "10.0.2.90"}, {"ip6", "2001:db8::90"}} {
		change := func(bend func(string) string) func(*proxy) { return ofAction("createplugin", cleans(p.name, bend)) }
		list = append(list,
			last("plugin."+p.name+".types", p.name+" of createplugin that is not text is replaced", "createplugin.wrongtype.*", passesOver("createplugin", p.name, p.otherwise)),
			last("plugin."+p.name+".control", "control characters in "+p.name+" of createplugin are left out", "createplugin.names.*", change(printable)),
			last("plugin."+p.name+".dash", "dashes before "+p.name+" of createplugin are left out", "createplugin.names.*", change(func(v string) string { return strings.TrimLeft(v, "-") })),
			last("plugin."+p.name+".quotes", "quotes in "+p.name+" of createplugin are left out", "createplugin.names.*", change(func(v string) string { return strings.ReplaceAll(v, `"`, "") })),
			last("plugin."+p.name+".shell", "a shell reads "+p.name+" of createplugin", "createplugin.shell.*", change(func(v string) string { return strings.ReplaceAll(shell(v), "$HOME", "") })),
		)
	}
	return list
}

const releaseJob = "sysadm_iocage_fetch_release_"

// started bends the ids that fetchreleases answers.
func started(name, sentence, caught string, bend func(ids []any) any) Mutant {
	return last("fetch."+name, sentence, caught, whole("fetchreleases", func(a message) any {
		if ids, ok := a["started_dispatcher_id"].([]any); ok && len(ids) > 0 {
			a["started_dispatcher_id"] = bend(ids)
		}
		return a
	}))
}

// each changes each text of an array.
func each(change func(string) string) func([]any) any {
	return func(list []any) any {
		for i, one := range list {
			if text, ok := one.(string); ok {
				list[i] = change(text)
			}
		}
		return list
	}
}

// releases bends the releases of a request; one as a text is an array of it.
func releases(bend func([]any) any) func(*proxy) {
	return asked(func(x *exchange) {
		list, isList := x.args["releases"].([]any)
		if text, isText := x.args["releases"].(string); isText {
			list, isList = []any{text}, true
		}
		if isList && x.is("fetchreleases") {
			x.args["releases"] = bend(list)
		}
	})
}

// named are the releases in a request.
func named(x *exchange) (names []string) {
	list, _ := x.args["releases"].([]any)
	if text := x.text("releases"); text != "" {
		list = []any{text}
	}
	for _, one := range list {
		text, _ := one.(string)
		if words := strings.Fields(text); len(words) > 0 {
			names = append(names, words[0])
		}
	}
	return names
}

// failing answers some requests for an action with error 400.
func failing(action string, which func(x *exchange) bool) func(*proxy) {
	return replied(func(x *exchange) {
		if x.is(action) && which(x) {
			x.fail(http.StatusBadRequest)
		}
	})
}

// fills gives a member of createplugin a value where there is one, or where there
// is none.
func fills(member, value string, where bool) func(*proxy) {
	return asked(func(x *exchange) {
		if _, given := x.args[member]; x.is("createplugin") && given == where {
			x.args[member] = value
		}
	})
}

// ofAction has requests for one action bent.
func ofAction(action string, bend func(*proxy)) func(*proxy) {
	return func(p *proxy) {
		inner := &proxy{}
		bend(inner)
		for _, hook := range inner.requests {
			asked(func(x *exchange) {
				if x.is(action) {
					hook(x)
				}
			})(p)
		}
	}
}

// fetches reports whether an event is about a job that fetches.
func fetches(e message) bool {
	args, _ := e["args"].(message)
	id, _ := args["process_id"].(string)
	return strings.HasPrefix(id, "sysadm_iocage_fetch_")
}
