package mutant

import (
	"maps"
	"slices"
	"strings"
)

// memberMutants drop, rename or add members.
var memberMutants = slices.Concat([]Mutant{
	memberDropped("listjails", "boot"),
	memberDropped("listjails", "jid"),
	memberDropped("listjails", "state"),
	memberDropped("listjails", "tag"),
	memberDropped("listjails", "type"),
	wrong("listjails.ip4.dropped", "ip4 is missing in listjails", "listjails.ip4.*", dropped("listjails", "ip4")).offered("startjail"),
	wrong("listjails.ip4.dropped.down", "ip4 is missing in listjails for a jail without one", "listjails.ip4.*",
		rows("listjails", func(_ *exchange, _ string, row message) {
			if row["ip4"] == "-" {
				delete(row, "ip4")
			}
		})).offered("startjail"),
	memberDropped("getjailsettings", "securelevel"),
	memberDropped("getjailsettings", "host_hostuuid"),
	memberDropped("getjailsettings", "allow_chflags"),
	memberDropped("getdefaultsettings", "allow_chflags"),
	memberDropped("getdefaultsettings", "interfaces"),
	memberDropped("df", "res"),
	memberDropped("df", "tag"),
	wrong("getjailsettings.last.dropped", "the last setting of a jail is missing", "getjailsettings.*", rows("getjailsettings", lastDropped)),
	wrong("getdefaultsettings.last.dropped", "the last default is missing", "getdefaultsettings.*", rows("getdefaultsettings", lastDropped)),
	wrong("getjailsettings.empty.dropped", "settings without a value are left out", "getjailsettings.*",
		rows("getjailsettings", func(_ *exchange, _ string, row message) {
			maps.DeleteFunc(row, func(_ string, v any) bool { return v == "none" || v == "" || v == "-" })
		})),
	memberRenamed("listjails", "tag", "name"),
	memberRenamed("listjails", "jid", "JID"),
	memberRenamed("listjails", "ip4", "ip4_addr").offered("startjail"),
	memberRenamed("getjailsettings", "host_hostname", "hostname"),
	memberRenamed("getjailsettings", "allow_chflags", "allow.chflags"),
	memberRenamed("getdefaultsettings", "exec_clean", "exec-clean"),
	memberRenamed("df", "crt", "compressratio"),
	wrong("listjails.capitals", "the members of listjails begin with a capital", "listjails.shape.*", rows("listjails", func(_ *exchange, _ string, row message) { capitals(row) })),
	wrong("getdefaultsettings.defaults.renamed", "getdefaultsettings answers default in place of defaults", "getdefaultsettings.shape.*",
		answers("getdefaultsettings", func(_ *exchange, a message) any { rename(a, "defaults", "default"); return a })),
	wrong("activatepool.active.renamed", "activatepool answers currently_active", "activatepool.query.*",
		answers("activatepool", func(_ *exchange, a message) any { rename(a, "currently active", "currently_active"); return a })).offered("activatepool").rightWhere(emptied),
	wrong("createjail.success.renamed", "createjail answers created in place of success", "createjail.creates.*",
		answers("createjail", func(_ *exchange, a message) any { rename(a, "success", "created"); return a })).offered("createjail"),
	wrong("startjail.INFO.renamed", "startjail answers info in small letters", "startjail.twice.*", answers("startjail", func(_ *exchange, a message) any {
		for _, lines := range a {
			if lines, ok := lines.(message); ok {
				rename(lines, "INFO", "info")
			}
		}
		return a
	})).offered("startjail"),
	memberAdded("listjails", "release", "10.2-RELEASE").byUUID(),
	memberAdded("getjailsettings", "uuid", "x"),
	memberAdded("getdefaultsettings", "version", "1"),
	memberAdded("df", "uuid", "x"),
	wrong("message.member.added", "every message has a member too many", "listjails.strict.websocket", messages(func(x *exchange) { x.reply["timestamp"] = "0" })),
	wrong("rest.envelope.added", "the body has members beside args", "listjails.strict.rest", bodies(func(x *exchange) {
		if x.reply != nil {
			x.reply["status"] = "ok"
		}
	})),
	wrong("message.args.renamed", "the answer stands under result", "listjails.shape.websocket", messages(func(x *exchange) { rename(x.reply, "args", "result") })),
	wrong("message.name.dropped", "messages have no name", "message.id", messages(func(x *exchange) { delete(x.reply, "name") })),
	wrong("message.namespace.dropped", "messages have no namespace", "message.id", messages(func(x *exchange) { delete(x.reply, "namespace") })),
	wrong("message.id.dropped", "messages have no id", "message.id", messages(func(x *exchange) { delete(x.reply, "id") })),
	wrong("error.code.dropped", "errors have no code", "error.strict* action.unknown.*", errorReplies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok {
			delete(args, "code")
		}
	})),
	wrong("error.message.dropped", "errors have no message", "error.strict* error.shape*", errorReplies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok {
			delete(args, "message")
		}
	})),
	wrong("rest.args.dropped", "the body is the answer without args around it", "listjails.shape.rest", bodies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok {
			x.reply = args
		}
	})),
}, emptyAnswers(), eachAction("renamed", "the answer stands under %s in capitals", func(action string) func(*proxy) {
	return replied(func(x *exchange) {
		if _, ok := x.answer(); ok && x.is(action) {
			rename(x.result(), action, strings.ToUpper(action))
		}
	})
}))

func dropped(action, member string) func(*proxy) {
	return rows(action, func(_ *exchange, _ string, row message) { delete(row, member) })
}

// emptyAnswers tell of success with an empty object, which of capjail may be right.
func emptyAnswers() []Mutant {
	list := eachAction("empty", "the answer of %s is an empty object", func(action string) func(*proxy) {
		return answers(action, func(*exchange, message) any { return message{} })
	})
	return lenientOfCap(list)
}

// lenientOfCap knows which mutants of capjail are right where its refusals are empty
// objects, as its success is.
func lenientOfCap(list []Mutant) []Mutant {
	for i, m := range list {
		if slices.Contains(m.offers, "capjail") {
			list[i] = m.rightWhere(emptied)
		}
	}
	return list
}

func memberDropped(action, member string) Mutant {
	return wrong(action+"."+member+".dropped", member+" is missing in "+action, action+".shape.*", dropped(action, member)).offered(action)
}

func memberRenamed(action, member, to string) Mutant {
	return wrong(action+"."+member+".renamed", member+" of "+action+" is called "+to, action+".shape.* "+action+".ip4.*",
		rows(action, func(_ *exchange, _ string, row message) { rename(row, member, to) })).offered(action)
}

func memberAdded(action, member, value string) Mutant {
	return wrong(action+"."+member+".added", action+" has a member too many, "+member, action+".strict.*",
		rows(action, func(_ *exchange, _ string, row message) { row[member] = value })).offered(action)
}

func lastDropped(_ *exchange, _ string, row message) {
	if len(row) > 2 { // not one property that was asked for
		delete(row, slices.Max(slices.Collect(maps.Keys(row))))
	}
}

func capitals(row message) {
	for name := range maps.Clone(row) {
		rename(row, name, strings.ToUpper(name[:1])+name[1:])
	}
}

func rename(m message, from, to string) {
	if v, ok := m[from]; ok {
		m[to] = v
		delete(m, from)
	}
}
