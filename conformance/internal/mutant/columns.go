package mutant

import (
	"cmp"
	"encoding/json"
	"html"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// columnMutants read the tables of iocage as those of the host that their author
// had: they stumble over tags, types and values that are as good as any others.
var columnMutants = []Mutant{
	oddTag("number", "a tag of digits is a number", func(tag string) any {
		if strings.Trim(tag, "0123456789") == "" {
			return json.Number(strings.TrimLeft(tag, "0"))
		}
		return tag
	}),
	oddTag("null", "the tag null is no text", func(tag string) any {
		if tag == "null" {
			return nil
		}
		return tag
	}),
	odd("tag.html", "tags are escaped as HTML", "tag", html.EscapeString),
	odd("tag.quotes", "quotes in tags are lost", "tag", func(tag string) string { return strings.ReplaceAll(tag, `"`, "") }),
	odd("tag.backslash", "backslashes in tags are lost", "tag", func(tag string) string { return strings.ReplaceAll(tag, `\`, "") }),
	odd("tag.percent", "tags are read as parts of an URL", "tag", unescaped),
	odd("tag.plus", "a plus sign in a tag is listed as a blank", "tag", func(tag string) string { return strings.ReplaceAll(tag, "+", " ") }),
	odd("tag.colon", "tags end at their first colon", "tag", beforeColon).byUUID(),
	odd("tag.long", "tags end after 63 letters", "tag", func(tag string) string { return tag[:min(63, len(tag))] }),
	odd("jid.short", "of a jid the last three digits are listed", "jid", func(v string) string { return v[max(0, len(v)-3):] }).byUUID(),
	oddRow("state.word", "a jail with the word down in its tag is down", func(row message) {
		if strings.Contains(row["tag"].(string), "down") {
			row["state"], row["jid"] = "down", "-"
		}
	}),
	oddRow("boot.word", "a jail with the word on in its tag has boot on", func(row message) {
		if slices.Contains(strings.Fields(row["tag"].(string)), "on") {
			row["boot"] = "on"
		}
	}),
	oddRow("type.unknown", "types that few jails have are listed as jail", func(row message) {
		if row["type"] == "emptyjail" {
			row["type"] = "jail"
		}
	}).byUUID(),
	oddList("heading", "lines with the letters JID are taken for the heading", func(_ *exchange, a message) any {
		maps.DeleteFunc(a, func(_ string, row any) bool { return strings.Contains(row.(message)["tag"].(string), "JID") })
		return a
	}),
	oddList("error", "a list with the word error in it is an error", func(_ *exchange, a message) any {
		if strings.Contains(flat(a), `"error`) {
			return message{"error": "error"}
		}
		return a
	}),
	oddList("twins", "of jails with the same tag one is listed", func(_ *exchange, a message) any { return untwinned(a) }),
	oddList("templates", "templates are listed among the jails", func(x *exchange, a message) any {
		for uuid, row := range x.proxy.command("getjailsettings", "switches", "-r", "prop", "type") {
			if row := row.(message); row["type"] == "template" {
				a[uuid] = message{"boot": "off", "ip4": "-", "jid": "-", "state": "down", "tag": row["TAG"], "type": "template"}
			}
		}
		return a
	}).offered("df"),
	oddList("ip6", "a jail with nothing but an IPv6 address has it as ip4", func(x *exchange, a message) any {
		for uuid, row := range x.proxy.command("getjailsettings", "switches", "-r", "prop", "ip6_addr") {
			_, address, found := strings.Cut(row.(message)["ip6_addr"].(string), "|")
			if row, listed := a[uuid].(message); listed && found && row["ip4"] == "-" && row["state"] == "up" {
				row["ip4"] = beforeSlash(address)
			}
		}
		return a
	}).offered("df"),
	wrong("listjails.chosen", "listjails with a jail, a state or a type lists those alone", "listjails.again.*", answers("listjails", func(x *exchange, a message) any {
		maps.DeleteFunc(a, func(uuid string, row any) bool {
			return x.text("jail") != "" && !objectIs(row, "tag", x.text("jail")) || x.text("state") != "" && !objectIs(row, "state", x.text("state")) ||
				x.text("type") != "" && !objectIs(row, "type", x.text("type"))
		})
		return a
	})),

	cell("df", "tag.word", "tags end at their first blank in df", "df.odd.*", "tag", func(tag string) string { tag, _, _ = strings.Cut(tag, " "); return tag }),
	cell("df", "tag.colon", "tags end at their first colon in df", "df.odd.*", "tag", beforeColon),
	cell("df", "quota.none", "no jail has a quota in df", "df.odd.*", "qta", func(string) string { return "none" }),
	cell("df", "reservation.none", "no jail has a reservation in df", "df.odd.*", "res", func(string) string { return "none" }),
	wrong("df.twins", "of jails with the same tag one is in df", "df.odd.*", answers("df", func(_ *exchange, a message) any { return untwinned(a) })).offered("df"),
	wrong("df.ratio.one", "every jail is compressed as 1.00x", "df.sizes.*", answers("df", func(_ *exchange, a message) any {
		for _, row := range objects(a) {
			row["crt"] = "1.01x"
		}
		return a
	})).offered("df"),
	everyTag("word", "with -r tags end at their first blank", func(tag string) string { tag, _, _ = strings.Cut(tag, " "); return tag }),
	everyTag("colon", "with -r tags end at their first colon", beforeColon),
	everyTag("ascii", "with -r what is beyond ASCII in a tag is a question mark", ascii),
	wrong("every.twins", "with -r one of the jails with the same tag is answered", "df.odd.*", answers("getjailsettings", func(x *exchange, a message) any {
		if x.text("switches") == "-r" {
			return untwinned(a)
		}
		return a
	})).offered("df"),

	value("backslash", "backslashes in a setting are lost", func(v string) string { return strings.ReplaceAll(v, `\`, "") }),
	value("backslashes", "backslashes in a setting are doubled", func(v string) string { return strings.ReplaceAll(v, `\`, `\\`) }),
	value("apostrophe", "apostrophes in a setting are lost", func(v string) string { return strings.ReplaceAll(v, "'", "") }),
	value("percent", "settings are read as parts of an URL", unescaped),
	value("plus", "a plus sign in a setting is a blank", func(v string) string { return strings.ReplaceAll(v, "+", " ") }),
	value("long", "settings end after 255 letters", func(v string) string { return v[:min(255, len(v))] }),
	wrong("value.dash.none", "the setting - is written as none", "getjailsettings.*", settings("*", replaced("-", "none"))).offered("getjailsettings"),

	wrong("name.head", "the beginning of a UUID comes before a tag that is the same", "listjails.odd.*", foundAs(func(x *exchange, name string) string {
		for uuid := range x.proxy.jails() {
			if len(name) >= 8 && strings.HasPrefix(uuid, name) {
				return uuid
			}
		}
		return name
	})).offered("getjailsettings"),
	wrong("name.error", "settings of a jail that is named error are taken for a refusal", "listjails.odd.*", replied(func(x *exchange) {
		if a, _ := x.answer(); x.is("getjailsettings") && x.text("jail") == "error" {
			if answer, ok := a.(message); ok && answer["error"] != nil {
				x.fail(500)
			}
		}
	})).offered("getjailsettings"),
	wrong("name.number", "a jail that is named by a number is not found", "listjails.odd.*", asked(func(x *exchange) {
		if jail := x.text("jail"); jail != "" && strings.Trim(jail, "0123456789") == "" {
			x.args["jail"] = "no-such-jail"
		}
	})).offered("getjailsettings"),
	wrong("name.blank", "a jail with a blank in its tag cannot be named", "listjails.odd.*", asked(func(x *exchange) {
		if jail := x.text("jail"); strings.Contains(jail, " ") {
			x.args["jail"] = "no-such-jail"
		}
	})).offered("getjailsettings"),
	wrong("name.letters", "a jail whose tag has letters beyond ASCII cannot be named", "listjails.odd.*", cleans("jail", ascii)).offered("getjailsettings"),
	wrong("name.colon", "a jail with a colon in its tag cannot be named", "listjails.odd.*", cleans("jail", beforeColon)).offered("getjailsettings"),

	unseenWhere("prop", "getjailsettings", "one property of a jail is read anew when this server changes a jail, and only then", func(x *exchange) bool { return x.text("jail") != "" && x.text("prop") != "" }).offered("df"),
	unseenWhere("every", "getjailsettings", "a property of every jail is read anew when this server changes a jail, and only then", func(x *exchange) bool { return x.text("switches") != "" }).offered("df"),
	unseen("activatestatus", "the active pool is told anew when this server changes it, and only then"),
	unseen("listplugins", "plugins are read anew when this server makes some, and only then"),
	wrong("outside.execjail", "a command that was run before is answered as before", "listjails.outside.*", func(p *proxy) {
		known := map[string]string{}
		answers("execjail", func(x *exchange, a message) any {
			about := x.text("jail") + " " + x.text("user") + " " + x.text("command")
			known[about] = cmp.Or(known[about], flat(a))
			return decode([]byte(known[about]))
		})(p)
	}).offered("execjail"),
	unseen("df", "df is read anew when this server changes a jail, and only then"),
	wrong("outside.activatepool", "the active pool is read anew when this server changes it, and only then", "listjails.outside.*", func(p *proxy) {
		known := ""
		asked(func(x *exchange) {
			if x.text("pool") != "" {
				known = ""
			}
		})(p)
		answers("activatepool", func(x *exchange, a message) any {
			if x.text("pool") != "" {
				return a
			}
			known = cmp.Or(known, flat(a))
			return decode([]byte(known))
		})(p)
	}).offered("df").rightWhere(emptied),
}

// replaced reads some whole texts as others: pairs of one and the other.
func replaced(pairs ...string) func(string) string {
	return func(text string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if text == pairs[i] {
				return pairs[i+1]
			}
		}
		return text
	}
}

// unescaped reads a text as a part of an URL, if it can be one.
func unescaped(text string) string {
	plain, err := url.PathUnescape(text)
	if err != nil {
		return text
	}
	return plain
}

// oddTag bends the tag of every jail listed into what need not be text.
func oddTag(name, sentence string, bend func(tag string) any) Mutant {
	return oddRow("tag."+name, sentence, func(row message) {
		if tag, ok := row["tag"].(string); ok {
			row["tag"] = bend(tag)
		}
	})
}

// oddRow bends the row of every jail listed.
func oddRow(name, sentence string, bend func(row message)) Mutant {
	return wrong("odd."+name, sentence, "listjails.odd.*", rows("listjails", func(_ *exchange, _ string, row message) { bend(row) }))
}

// oddList bends the whole list.
func oddList(name, sentence string, bend func(x *exchange, a message) any) Mutant {
	return wrong("odd."+name, sentence, "listjails.odd.*", answers("listjails", bend))
}

// untwinned lists one jail of those that have the same tag.
func untwinned(a message) message {
	seen := map[any]bool{}
	for _, uuid := range slices.Sorted(maps.Keys(a)) {
		row, _ := a[uuid].(message)
		tag := cmp.Or(row["tag"], row["TAG"])
		if seen[tag] {
			delete(a, uuid)
		}
		seen[tag] = true
	}
	return a
}

// everyTag bends the tags beside a property of every jail.
func everyTag(name, sentence string, bend func(string) string) Mutant {
	return wrong("every.tag."+name, sentence, "df.odd.*", rows("getjailsettings", func(_ *exchange, _ string, row message) { changeTexts(row, "TAG", bend) })).offered("df")
}

// foundAs has a jail found by another name, and answered under the one that was sent.
func foundAs(read func(x *exchange, name string) string) func(*proxy) {
	return func(p *proxy) {
		sent := map[*exchange]string{}
		asked(func(x *exchange) {
			if name := x.text("jail"); name != "" && read(x, name) != name {
				sent[x], x.args["jail"] = name, read(x, name)
			}
		})(p)
		replied(func(x *exchange) {
			answer, _ := x.answer()
			if a, ok := answer.(message); ok && sent[x] != "" {
				rename(a, x.text("jail"), sent[x])
			}
			delete(sent, x)
		})(p)
	}
}
