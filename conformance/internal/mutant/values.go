package mutant

import (
	"html"
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// valueMutants tell values that are not true, or not whole.
var valueMutants = []Mutant{
	cell("listjails", "tag.upper", "tags are in capitals", "listjails.settings.* listjails.*", "tag", strings.ToUpper),
	cell("listjails", "tag.blank", "a blank follows each tag", "listjails.settings.*", "tag", func(v string) string { return v + " " }),
	cell("listjails", "state.capital", "a state begins with a capital", "listjails.shape.*", "state", func(v string) string { return strings.ToUpper(v[:1]) + v[1:] }),
	cell("listjails", "state.running", "up is written as running", "listjails.shape.*", "state", func(v string) string { return strings.Replace(v, "up", "running", 1) }),
	cell("listjails", "state.blank", "a blank precedes each state", "listjails.shape.*", "state", func(v string) string { return " " + v }),
	cell("listjails", "boot.inverted", "boot is on where it is off", "listjails.settings.*", "boot", inverted),
	cell("listjails", "boot.yes", "boot is yes or no", "listjails.shape.*", "boot", func(v string) string { return map[string]string{"on": "yes", "off": "no"}[v] }),
	cell("listjails", "type.jail", "every type is jail", "listjails.settings.* listjails.shape.*", "type", func(string) string { return "jail" }).byUUID(),
	cell("listjails", "type.thick", "every jail is a thickjail", "listjails.settings.*", "type", func(string) string { return "thickjail" }),
	cell("listjails", "ip4.prefix", "ip4 has a prefix length", "listjails.ip4.* listjails.strict.*", "ip4", func(v string) string {
		if v == "-" {
			return v
		}
		return v + "/24"
	}).offered("startjail"),
	cell("listjails", "ip4.none", "ip4 is none where there is none", "listjails.ip4.* listjails.strict.*", "ip4", func(v string) string { return strings.Replace(v, "-", "none", 1) }).offered("startjail"),
	cell("listjails", "ip4.cut", "ip4 lacks its last character", "listjails.settings.* listjails.ip4.*", "ip4", cutLast).offered("startjail"),
	cell("listjails", "ip4.other", "ip4 is that of another host", "listjails.settings.* listjails.ip4.*", "ip4", func(v string) string { return strings.Replace(v, "10.0.2", "10.0.3", 1) }).offered("startjail"),
	cell("listjails", "jid.zero", "the jid of a jail that is down is 0", "listjails.jid.*", "jid", func(v string) string { return strings.Replace(v, "-", "0", 1) }),
	cell("listjails", "jid.empty", "the jid of a jail that is down is empty", "listjails.jid.*", "jid", func(v string) string { return strings.Trim(v, "-") }),
	cell("listjails", "jid.padded", "a jid has a leading zero", "listjails.jid.*", "jid", func(v string) string { return strings.TrimSuffix("0"+v, "0-") }),
	cell("listjails", "jid.all", "all jails that are up have the jid 1", "startjail.jid.* startjail.starts.* listjails.*", "jid", func(v string) string {
		if v == "-" {
			return v
		}
		return "1"
	}).offered("startjail"),
	wrong("listjails.uuid.upper", "uuids are in capitals", "listjails.shape.*", answers("listjails", keyed(func(uuid string, _ message) string { return strings.ToUpper(uuid) }))).byUUID(),
	wrong("listjails.uuid.short", "jails are listed under the first part of their uuid", "listjails.shape.*", answers("listjails", keyed(func(uuid string, _ message) string { return uuid[:8] }))).byUUID(),
	wrong("listjails.uuid.digit", "the last digit of a uuid is another", "listjails.settings.*", answers("listjails", keyed(func(uuid string, _ message) string { return uuid[:len(uuid)-1] + "0" }))).byUUID(),
	wrong("listjails.tag.key", "jails are listed under their tags", "listjails.shape.* listjails.keys.*", answers("listjails", keyed(func(_ string, row message) string { return row["tag"].(string) }))),
	wrong("listjails.jid.key", "jails are listed under their jids", "listjails.shape.*", answers("listjails", keyed(func(_ string, row message) string { return row["jid"].(string) }))).byUUID(),
	wrong("listjails.rows.swapped", "two jails have each other's rows", "listjails.settings.*", answers("listjails", func(_ *exchange, a message) any {
		if keys := slices.Sorted(maps.Keys(a)); len(keys) > 1 {
			a[keys[0]], a[keys[1]] = a[keys[1]], a[keys[0]]
		}
		return a
	})),
	wrong("listjails.boot.neighbour", "each jail has the boot of the first", "listjails.settings.*", answers("listjails", func(_ *exchange, a message) any {
		keys := slices.Sorted(maps.Keys(a))
		for _, key := range keys {
			a[key].(message)["boot"] = a[keys[0]].(message)["boot"]
		}
		return a
	})),
	wrong("listjails.ghost", "a jail is listed that does not exist", "listjails.settings.*", answers("listjails", func(_ *exchange, a message) any {
		a["ffffffff-b7d1-11e5-9c0a-0025905ef2d3"] = message{"boot": "off", "ip4": "-", "jid": "-", "state": "down", "tag": "ghost", "type": "basejail"}
		return a
	})),
	wrong("listjails.down.missing", "jails that are down are not listed", "listjails.all.*", answers("listjails", func(_ *exchange, a message) any {
		maps.DeleteFunc(a, func(_ string, row any) bool { return row.(message)["state"] == "down" })
		return a
	})),
	wrong("listjails.first.missing", "the first jail is not listed", "listjails.all.*", answers("listjails", func(_ *exchange, a message) any {
		maps.DeleteFunc(a, func(uuid string, _ any) bool { return strings.HasPrefix(uuid, "0bf985de") })
		return a
	})),
	wrong("getjailsettings.other", "getjailsettings answers another jail's settings under the name asked for", "listjails.settings.* getjailsettings.agrees.*",
		answers("getjailsettings", func(x *exchange, a message) any {
			other := x.proxy.command("getjailsettings", "jail", "www")["www"]
			if _, named := a[x.text("jail")]; named && other != nil && x.text("prop") == "" {
				a[x.text("jail")] = other
			}
			return a
		})),
	wrong("getjailsettings.uuid.other", "host_hostuuid is that of another jail", "getjailsettings.agrees.* listjails.settings.*", settings("host_hostuuid", func(string) string { return "611c89ae-c43c-11e5-9602-54ee75595566" })),
	wrong("getjailsettings.tag.other", "the setting tag is another", "getjailsettings.agrees.* listjails.settings.*", settings("tag", func(v string) string { return v + "2" })),
	wrong("getjailsettings.boot.inverted", "the setting boot is on where it is off", "getjailsettings.agrees.* listjails.settings.*", settings("boot", inverted)),
	wrong("getjailsettings.type.other", "the setting type is another than in the list", "getjailsettings.agrees.* listjails.settings.*", settings("type", func(string) string { return "template" })),
	wrong("getjailsettings.cut", "values end at their first colon", "getjailsettings.whole.*", settings("*", func(v string) string { v, _, _ = strings.Cut(v, ":"); return v })).rightWhere(cut),
	wrong("getjailsettings.cut.last", "values end at their last colon", "getjailsettings.part.* getjailsettings.cut.*", settings("*", func(v string) string {
		if i := strings.LastIndex(v, ":"); i > 0 {
			return v[:i]
		}
		return v
	})).rightWhere(cut),
	wrong("getjailsettings.cut.comma", "values end at their first comma", "getjailsettings.*", settings("*", func(v string) string { v, _, _ = strings.Cut(v, ","); return v })).rightWhere(cut),
	wrong("getjailsettings.cut.equals", "values end at their first equals sign", "createjail.signs.*", settings("*", func(v string) string { v, _, _ = strings.Cut(v, "="); return v })).offered("createjail"),
	wrong("getjailsettings.escaped", "values are escaped as HTML", "createjail.signs.*", settings("*", html.EscapeString)).offered("createjail"),
	wrong("getjailsettings.cut.slash", "values end at their first slash", "getjailsettings.*", settings("*", func(v string) string {
		if head, _, found := strings.Cut(v, "/"); found && head != "" {
			return head
		}
		return v
	})),
	wrong("getjailsettings.cut.length", "values end after twenty characters", "getjailsettings.*", settings("*", func(v string) string { return v[:min(len(v), 20)] })),
	wrong("getjailsettings.blank", "a blank precedes every value", "getjailsettings.*", settings("*", func(v string) string { return " " + v })),
	wrong("getjailsettings.newline", "a newline ends every value", "getjailsettings.*", settings("*", func(v string) string { return v + "\n" })),
	wrong("getjailsettings.on.yes", "on and off are written as yes and no", "getjailsettings.*", settings("*", func(v string) string {
		if word, ok := map[string]string{"on": "yes", "off": "no"}[v]; ok {
			return word
		}
		return v
	})),
	wrong("getjailsettings.uuid.key", "the settings stand under the uuid of the jail that was named by its tag", "getjailsettings.shape.*", answers("getjailsettings", func(x *exchange, a message) any {
		rename(a, x.text("jail"), "0bf985de-ca0f-11e5-8d45-d05099728dbf")
		return a
	})),
	cell("getdefaultsettings", "cut", "default values end at their first colon", "getdefaultsettings.whole.* getdefaultsettings.uncut.*", "*", func(v string) string { v, _, _ = strings.Cut(v, ":"); return v }),
	cell("getdefaultsettings", "equals", "default values end at their first blank", "getdefaultsettings.whole.* getdefaultsettings.fresh.* documented.*getdefaultsettings.*", "*", func(v string) string { v, _, _ = strings.Cut(v, " "); return v }),
	cell("getdefaultsettings", "boot", "boot is on by default", "getdefaultsettings.fresh.* documented.*getdefaultsettings.*", "boot", inverted),
	wrong("getdefaultsettings.jail", "the defaults are a jail's settings", "getdefaultsettings.own.* getdefaultsettings.*", answers("getdefaultsettings", func(x *exchange, a message) any {
		if of := x.proxy.command("getjailsettings", "jail", "www")["www"]; of != nil {
			a["defaults"] = of
		}
		return a
	})),
	wrong("df.swapped", "df tells use where it means ava", "df.sizes.*", rows("df", func(_ *exchange, _ string, row message) { row["use"], row["ava"] = row["ava"], row["use"] })).offered("df"),
	cell("df", "ratio", "df tells a ratio without its x", "df.strict.*", "crt", cutLast),
	cell("df", "tag", "df tells the tag of another jail", "df.jails.*", "tag", func(string) string { return "www" }),
	wrong("df.missing", "df leaves out jails that are down", "df.jails.*", answers("df", func(_ *exchange, a message) any {
		delete(a, "0bf985de-ca0f-11e5-8d45-d05099728dbf")
		return a
	})).offered("df"),
	wrong("startjail.uuid.other", "the progress of startjail names another jail", "startjail.starts.*", textsOf("startjail", otherUUID)).offered("startjail"),
	wrong("stopjail.uuid.other", "the progress of stopjail names another jail", "stopjail.stops.*", textsOf("stopjail", otherUUID)).offered("stopjail"),
	wrong("startjail.INFO.other", "INFO says down where it means up", "startjail.twice.*", textsOf("startjail", func(v string) string { return strings.Replace(v, "already up", "already down", 1) })).offered("startjail"),
	wrong("startjail.starting", "startjail says Stopping", "startjail.starts.*", textsOf("startjail", func(v string) string { return strings.Replace(v, "Starting", "Stopping", 1) })).offered("startjail"),
	wrong("activatepool.active.other", "another pool is named as active", "activatepool.query.* activatepool.activates.*", textsOf("activatepool", func(v string) string { return strings.Replace(v, " tank", " zroot", 1) })).offered("activatepool"),
	wrong("activatepool.success.other", "activatepool names another pool in its success", "activatepool.activates.*", textsOf("activatepool", func(v string) string { return strings.Replace(v, "pool tank", "pool zroot", 1) })).offered("activatepool"),
	wrong("activatepool.active.path", "the active pool is named with a dataset", "activatepool.query.* activatepool.activates.*", textsOf("activatepool", func(v string) string { return strings.Replace(v, " tank", " tank/iocage", 1) })).offered("activatepool"),
	wrong("deactivatepool.success.other", "deactivatepool says that it activated", "deactivatepool.*", textsOf("deactivatepool", func(v string) string { return strings.Replace(v, "deactivated", "activated", 1) })).offered("deactivatepool"),
	wrong("createjail.uuid.other", "createjail tells the uuid of another jail", "createjail.creates.*", textsOf("createjail", otherUUID)).offered("createjail"),
	wrong("createjail.props.cut", "createjail repeats the first property only", "createjail.creates.*", answers("createjail", func(_ *exchange, a message) any {
		if props, ok := a["props"].(string); ok {
			a["props"], _, _ = strings.Cut(props, " ")
		}
		return a
	})).offered("createjail"),
	wrong("clonejail.jail.other", "clonejail repeats another jail", "clonejail.clones.*", answers("clonejail", func(_ *exchange, a message) any { a["jail"] = "www"; return a })).offered("clonejail"),
	wrong("destroyjail.uuid.other", "destroyjail names another jail", "destroyjail.destroys.*", textsOf("destroyjail", otherUUID)).offered("destroyjail"),
	wrong("capjail.other", "capjail names another jail", "capjail.caps.*", textsOf("capjail", func(v string) string { return strings.Replace(v, "jail ", "jail x", 1) })).offered("capjail"),
	wrong("execjail.upper", "the output of execjail is in capitals", "execjail.output.*", textsOf("execjail", strings.ToUpper)).offered("execjail"),
	wrong("execjail.colon", "lines of execjail end at their first colon", "execjail.colon.*", answers("execjail", func(_ *exchange, a message) any {
		if lines, ok := a["success"].(message); ok {
			for line := range lines {
				lines[line] = ""
			}
		}
		return a
	})).offered("execjail"),
	wrong("cleanall.other", "cleanall answers the sentence of cleanjails", "cleanall.cleans.*", answers("cleanall", func(_ *exchange, a message) any { a["success"] = "All jails have been cleaned."; return a })).offered("cleanall"),
	wrong("cleanreleases.stop", "cleanreleases answers without its full stop", "cleanreleases.cleans.*", textsOf("cleanreleases", cutLast)).offered("cleanreleases"),
}

// cell bends a text member of each row, or all of them for *.
func cell(action, name, sentence, caught, member string, change func(string) string) Mutant {
	return wrong(action+"."+name, sentence, caught, rows(action, func(_ *exchange, _ string, row message) {
		changeTexts(row, member, change)
	})).offered(action)
}

func changeTexts(row message, member string, change func(string) string) {
	for name, value := range row {
		if text, ok := value.(string); ok && (name == member || member == "*") {
			row[name] = change(text)
		}
	}
}

// settings bends settings of jails.
func settings(member string, change func(string) string) func(*proxy) {
	return rows("getjailsettings", func(_ *exchange, _ string, row message) { changeTexts(row, member, change) })
}

// keyed lists jails under other keys.
func keyed(key func(uuid string, row message) string) func(*exchange, message) any {
	return func(_ *exchange, a message) any {
		other := message{}
		for uuid, row := range a {
			other[key(uuid, row.(message))] = row
		}
		return other
	}
}

// textsOf bends every text in an answer, and the names of members, which are
// iocage's lines.
func textsOf(action string, change func(string) string) func(*proxy) {
	return answers(action, func(_ *exchange, a message) any {
		for name, value := range a {
			a[name] = changeAll(value, change)
		}
		return a
	})
}

func changeAll(v any, change func(string) string) any {
	switch v := v.(type) {
	case string:
		return change(v)
	case message:
		other := message{}
		for name, value := range v {
			other[change(name)] = changeAll(value, change)
		}
		return other
	}
	return v
}

// cut holds where values end at their first colon anyhow, and emptied where {} is
// an answer to the question for the active pool, and of capjail.
func cut(c edition.Compat) bool     { return c.CutValues }
func emptied(c edition.Compat) bool { return c.EmptyRefusals }

// texts, namespaced, loose and logged are the ways of the original server with HTTP,
// errors, arguments, and the end of a job, of which it tells by other members.
func texts(c edition.Compat) bool      { return c.Texts }
func namespaced(c edition.Compat) bool { return c.ErrorNamespace != "" }
func loose(c edition.Compat) bool      { return c.LooseArguments }
func logged(c edition.Compat) bool     { return c.OneLogPerJob }

func inverted(v string) string { return map[string]string{"on": "off", "off": "on"}[v] }

func cutLast(v string) string { return v[:max(len(v)-1, 0)] }

// otherUUID replaces each uuid by that of no jail.
func otherUUID(v string) string {
	return uuidForm.ReplaceAllString(v, "611c89ae-c43c-11e5-9602-54ee75595566")
}
