package mutant

import (
	"maps"
	"strings"
)

// nearMutants are right nearly always: wrong for one jail, one name, one request
// in many, after a failure, or on the second connection.
var nearMutants = []Mutant{
	sometimes("second.boot", "every second reply, if it is a list, has a wrong boot", "listjails.settings.*", every(2), func(x *exchange) {
		eachRow(x, "listjails", func(row message) { row["boot"] = inverted(row["boot"].(string)) })
	}),
	sometimes("fifth.number", "every fifth answer of settings has numbers", "getjailsettings.* listjails.settings.*", everySettings(5), func(x *exchange) {
		eachRow(x, "getjailsettings", digits)
	}),
	sometimes("second.connection", "on every second connection listjails is empty", "listjails.*", second, func(x *exchange) {
		if _, ok := x.answer(); ok && x.is("listjails") {
			x.result()["listjails"] = message{}
		}
	}),
	sometimes("second.request", "on every connection the second list lacks a jail", "startjail.starts.* cleanreleases.cleans.* listjails.*", again("listjails"), func(x *exchange) {
		const www = "3c1a6e52-ca0f-11e5-8d45-d05099728dbf"
		_, _, jails := x.place("listjails")
		maps.DeleteFunc(jails, func(key string, row any) bool { return key == www || objectIs(row, "uuid", www) })
	}),
	sometimes("after.failure", "after an error on a connection ids are lost", "message.id.error action.* request.*", afterError, func(x *exchange) { x.reply["id"] = "" }),
	sometimes("after.failure.refusal", "after iocage refused, the next answer repeats the refusal", "*.refused.* *.unknown.* *.twice.*", afterRefusal, func(x *exchange) {
		if _, ok := x.answer(); ok {
			x.result()[x.action()] = message{"error": "ERROR: not found!"}
		}
	}),
	wrong("near.www", "the settings of the jail www have another uuid", "listjails.settings.*", answers("getjailsettings", func(_ *exchange, a message) any {
		if row, ok := a["www"].(message); ok && row["host_hostuuid"] != nil {
			row["host_hostuuid"] = "0bf985de-ca0f-11e5-8d45-d05099728dbf"
		}
		return a
	})),
	wrong("near.last.type", "the last jail of the list has another type", "listjails.settings.*", rows("listjails", func(_ *exchange, uuid string, row message) {
		if strings.HasPrefix(uuid, "3c1a") {
			row["type"] = "thickjail"
		}
	})),
	wrong("near.uuid", "a jail cannot be named by its uuid", "getjailsettings.uuid.*", asked(func(x *exchange) {
		if uuidForm.MatchString(x.text("jail")) {
			x.args["jail"] = "no-such-jail"
		}
	})),
	wrong("near.long.tag", "tags longer than twelve characters are cut in the list", "createjail.* clonejail.*", rows("listjails", func(_ *exchange, _ string, row message) {
		tag := row["tag"].(string)
		row["tag"] = tag[:min(12, len(tag))]
	})).offered("createjail"),
	wrong("near.dash.tag", "tags end at their first dash in the list", "createjail.* clonejail.*", rows("listjails", func(_ *exchange, _ string, row message) {
		row["tag"], _, _ = strings.Cut(row["tag"].(string), "-")
	})).offered("createjail"),
	wrong("near.upper.tag", "new jails have their tags in capitals", "createjail.* clonejail.*", asked(func(x *exchange) {
		if x.is("createjail") || x.is("clonejail") {
			x.args["props"] = tagForm.ReplaceAllStringFunc(x.text("props"), func(v string) string { return "tag=" + strings.ToUpper(v[4:]) })
		}
	})).offered("createjail"),
	wrong("near.props.first", "of several properties only the first is set", "createjail.* clonejail.*", asked(func(x *exchange) {
		if props, _, several := strings.Cut(x.text("props"), " "); several && x.is("createjail") {
			x.args["props"] = props
		}
	})).offered("createjail"),
	wrong("near.switches", "switches are ignored", "createjail.empty.* getjailsettings.every.*", asked(when(class("sysadm"), without("switches")))).offered("createjail"),
	wrong("near.prop", "prop is ignored", "getjailsettings.prop.*", asked(when(is("getjailsettings"), without("prop")))).offered("createjail"),
	wrong("near.user", "the user of execjail is always root", "execjail.*", asked(when(is("execjail"), with("user", "root")))).offered("execjail"),
	wrong("near.command", "execjail runs the first word of the command", "execjail.*", asked(func(x *exchange) {
		if command, _, _ := strings.Cut(x.text("command"), " "); x.is("execjail") && command != "" {
			x.args["command"] = command
		}
	})).offered("execjail"),
	wrong("near.jid", "jids are one too high over REST", "startjail.* listjails.* transports.listjails", rows("listjails", func(x *exchange, uuid string, row message) {
		if row["jid"] != "-" && x.client.over == rest {
			row["jid"] = itoa(number(row["jid"]) + 1)
		}
	})),
	wrong("near.pool", "whatever pool is asked for, tank is activated", "activatepool.*", asked(func(x *exchange) {
		if x.is("activatepool") && x.text("pool") != "" {
			x.args["pool"] = "tank"
		}
	})).offered("activatepool"),
	wrong("near.size", "a request of more than 1000 bytes is refused", "message.id.kept args.unknown* size.* hostile.long.*", replied(func(x *exchange) {
		if len(flat(x.request)) > 1000 {
			x.fail(413)
		}
	})),
	wrong("near.twice.start", "the second start of a jail is a success", "startjail.twice.*", replied(func(x *exchange) {
		answer, _ := x.answer()
		for _, lines := range objects(answer) {
			if lines["INFO"] != nil && x.is("startjail") {
				delete(lines, "INFO")
				lines["* Starting "+x.proxy.uuidOf(x.text("jail"))+" (test)"] = ""
				lines["+ Starting services OK"] = ""
			}
		}
	})).offered("startjail"),
	wrong("near.key.case", "upper and lower case do not matter in members of a request", "args.case*", asked(func(x *exchange) {
		for name, value := range x.args {
			if lower := strings.ToLower(name); lower != name && x.namespace == "sysadm" && x.args[lower] == nil {
				x.args[lower] = value
			}
		}
	})),
}

// sometimes bends replies that a condition chooses.
func sometimes(name, sentence, caught string, c condition, hook func(x *exchange)) Mutant {
	return wrong("near."+name, sentence, caught, only(func() func(*exchange) bool {
		holds := c()
		return func(x *exchange) bool { return x.reply != nil && holds(x) }
	}, hook))
}

// eachRow changes the rows of an answer.
func eachRow(x *exchange, action string, hook func(row message)) {
	_, _, answer := x.place(action)
	for _, row := range objects(answer) {
		hook(row)
	}
}

// objectIs reports whether a member of an object is that text.
func objectIs(object any, member, text string) bool {
	m, _ := object.(message)
	return m[member] == text
}

// everySettings counts answers of getjailsettings.
func everySettings(n int) condition {
	return func() func(*exchange) bool {
		count := 0
		return func(x *exchange) bool {
			if x.is("getjailsettings") {
				count++
			}
			return x.is("getjailsettings") && count%n == 0
		}
	}
}

// second holds on each second client.
func second() func(*exchange) bool { return func(x *exchange) bool { return x.client.number%2 == 0 } }

// again holds from the second answer of an action on a connection on.
func again(action string) condition {
	return func() func(*exchange) bool {
		seen := map[*client]int{}
		return func(x *exchange) bool {
			if x.is(action) {
				seen[x.client]++
			}
			return seen[x.client] > 1
		}
	}
}

// afterError holds for the replies that follow an error on a connection.
func afterError() func(*exchange) bool {
	failed := map[*client]bool{}
	return func(x *exchange) bool {
		was := failed[x.client]
		failed[x.client] = was || x.code() != 0
		return was && x.client.over == websocket
	}
}

// afterRefusal holds for the reply that follows a refusal.
func afterRefusal() func(*exchange) bool {
	refused := map[*client]bool{}
	return func(x *exchange) bool {
		was := refused[x.client]
		_, refused[x.client] = x.refusal()
		return was
	}
}
