package mutant

import "strings"

// errorMutants tell another error, or none, or one where all is well.
var errorMutants = []Mutant{
	coded("error.400.404", "a bad request is answered 404", "action.unknown.* action.missing.* args.*", 400, 404),
	coded("error.400.500", "a bad request is answered 500", "action.unknown.* action.missing.*", 400, 500),
	coded("error.404.400", "an unknown class is answered 400", "class.unknown.*", 404, 400),
	coded("error.404.403", "an unknown class is answered 403", "class.unknown.*", 404, 403),
	coded("error.401.403", "a client without a login is answered 403", "auth.required.*", 401, 403),
	coded("error.401.400", "a client without a login is answered 400", "auth.required.*", 401, 400),
	coded("error.401.404", "a client without a login is answered 404", "auth.required.*", 401, 404),
	coded("error.403.401", "a user without the right is answered 401", "dispatcher.run.operator*", 403, 401),
	wrong("error.400.success", "a bad request is answered with an empty success", "action.unknown.* action.missing.*", errorReplies(func(x *exchange) {
		if x.code() == 400 && x.request != nil {
			x.say(message{})
		}
	})),
	wrong("error.404.success", "an unknown class is answered with an empty success", "class.unknown.*", errorReplies(when(code(404), emptySuccess))),
	wrong("error.action.member", "an unknown action is answered with a member error in a success", "action.unknown.*", errorReplies(func(x *exchange) {
		if x.code() == 400 && x.action() != "" {
			x.say(message{x.action(): message{"error": "unknown action"}})
		}
	})),
	wrong("error.name.response", "the name of an error is response", "action.unknown.websocket error.*", errorReplies(func(x *exchange) {
		if x.client.over == websocket {
			x.reply["name"] = "response"
		}
	})).rightWhere(namespaced),
	wrong("error.namespace.rpc", "the namespace of every error is rpc", "error.strict", errorReplies(func(x *exchange) {
		if x.client.over == websocket {
			x.reply["namespace"] = "rpc"
		}
	})),
	wrong("error.namespace.error", "the namespace of every error is error", "error.strict", errorReplies(func(x *exchange) {
		if x.client.over == websocket {
			x.reply["namespace"] = "error"
		}
	})),
	wrong("error.message.other", "the message of an error is that of another", "action.unknown.* auth.required.*", errorReplies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok {
			args["message"] = "OK"
		}
	})),
	wrong("error.message.empty", "the message of an error is empty", "error.*", errorReplies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok {
			args["message"] = ""
		}
	})),
	wrong("error.flat", "code and message stand beside args", "error.*", errorReplies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok {
			x.reply["code"], x.reply["message"] = args["code"], args["message"]
			delete(x.reply, "args")
		}
	})),
	wrong("error.result", "an error also carries a result", "action.unknown.* auth.required.*", errorReplies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok {
			args["listjails"] = x.proxy.jails()
		}
	})),
	wrong("INFO.error", "INFO is answered as an error", "startjail.twice.* stopjail.twice.*", replied(func(x *exchange) {
		answer, _ := x.answer()
		for _, lines := range objects(answer) {
			if info := lines["INFO"]; info != nil {
				x.result()[x.action()] = message{"error": info}
			}
		}
	})).offered("startjail"),
	wrong("INFO.500", "INFO is answered as error 500", "startjail.twice.* stopjail.twice.*", replied(func(x *exchange) {
		if answer, ok := x.answer(); ok && strings.Contains(flat(answer), `"INFO"`) {
			x.fail(500)
		}
	})).offered("startjail"),
	wrong("INFO.progress", "INFO is answered as progress", "startjail.twice.* stopjail.twice.*", replied(func(x *exchange) {
		answer, _ := x.answer()
		for _, lines := range objects(answer) {
			if info := lines["INFO"]; info != nil {
				delete(lines, "INFO")
				lines["* Starting (test)"] = ""
			}
		}
	})).offered("startjail"),
	wrong("refusal.error", "a refusal by iocage is answered as error 400", "*.unknown.strict.*", replied(func(x *exchange) {
		if _, no := x.refusal(); no {
			x.fail(400)
		}
	})),
	wrong("refusal.text", "a refusal by iocage is a text instead of an object", "*.unknown.* transports.refusal", replied(func(x *exchange) {
		if text, no := x.refusal(); no {
			x.result()[x.action()] = text
		}
	})),
	wrong("refusal.args", "the error stands in args, not under the action", "*.unknown.*", replied(func(x *exchange) {
		if text, no := x.refusal(); no {
			x.reply["args"] = message{"error": text}
		}
	})),
	wrong("refusal.beside", "a member success stands beside the error", "*.unknown.*", replied(func(x *exchange) {
		if answer, _ := x.answer(); answer != nil {
			if m, ok := answer.(message); ok && m["error"] != nil {
				m["success"] = "done"
			}
		}
	})),
	lenient("action.case", "capitals do not matter in actions", "action.case*", strings.ToLower),
	lenient("action.trimmed", "blanks around an action do not matter", "action.case*", strings.TrimSpace),
	lenient("action.underscore", "underscores in an action do not matter", "action.near*", func(a string) string { return strings.ReplaceAll(a, "_", "") }),
	lenient("action.head", "an action may have an s too many", "action.near*", func(a string) string { return strings.ReplaceAll(a, "ss", "s") }),
	wrong("action.missing.list", "a request without an action is listjails", "action.missing*", defaulted(func(x *exchange) bool { return x.args["action"] == nil }, "action", "listjails")),
	wrong("action.unknown.list", "an unknown action is listjails", "action.unknown*", func(p *proxy) {
		errorReplies(func(x *exchange) {
			if x.code() == 400 && x.action() != "" && x.namespace == "sysadm" {
				x.say(message{x.action(): p.jails()})
			}
		})(p)
	}),
	wrong("action.younger", "actions that are younger than the edition are there", "action.younger*", errorReplies(func(x *exchange) {
		if x.code() == 400 && (x.action() == "listreleases" || x.action() == "df" || x.action() == "startjail") {
			x.say(message{x.action(): message{}})
		}
	})),
	wrong("class.any", "every class is sysadm/iocage", "class.unknown.*", errorReplies(func(x *exchange) {
		if x.code() == 404 && x.action() != "" {
			x.namespace, x.name = "sysadm", "iocage"
			x.obey()
		}
	})),
	wrong("args.unknown", "an extra member in the request is an error", "args.unknown*", replied(func(x *exchange) {
		for name := range x.args {
			if x.namespace == "sysadm" && !strings.Contains(" action jail pool prop props switches user command ", " "+name+" ") {
				x.fail(400)
			}
		}
	})),
	wrong("jail.missing.first", "a jail that is not named is the first", "*.missing.*", defaulted(func(x *exchange) bool { return x.args["jail"] == nil }, "jail", "test")).offered("getjailsettings"),
	wrong("pool.missing.tank", "a pool that is not named is tank", "deactivatepool.missing* activatepool.query*", defaulted(func(x *exchange) bool {
		return x.args["pool"] == nil && (x.is("activatepool") || x.is("deactivatepool"))
	}, "pool", "tank")).offered("activatepool"),
	wrong("jail.number", "a jail named by a number is the first", "*.wrongtype.*", defaulted(func(x *exchange) bool {
		_, isText := x.args["jail"].(string)
		return x.args["jail"] != nil && !isText
	}, "jail", "test")).offered("getjailsettings"),
	nameChanged("upper", "capitals do not matter in names of jails", "names.case*", strings.ToLower),
	nameChanged("trimmed", "blanks around the name of a jail do not matter", "names.words*", strings.TrimSpace),
	nameChanged("word", "the name of a jail ends at its first blank", "names.words* *.words*", func(v string) string { v, _, _ = strings.Cut(v, " "); return v }).rightWhere(loose),
	nameChanged("line", "the name of a jail ends at its first control character", "names.control*", func(v string) string {
		if i := strings.IndexFunc(v, func(r rune) bool { return r < ' ' }); i >= 0 {
			return v[:i]
		}
		return v
	}).rightWhere(loose),
	nameChanged("shell", "a shell reads the names of jails", "names.shell* *.names.*", shell),
	nameChanged("semicolon", "the name of a jail ends at a semicolon", "names.shell* *.names.*", func(v string) string { v, _, _ = strings.Cut(v, ";"); return v }),
	nameChanged("quotes", "quotes around the name of a jail do not matter", "names.quotes*", func(v string) string { return strings.Trim(v, `"'`) }),
	nameChanged("dash", "dashes before the name of a jail do not matter", "names.dash.jail*", func(v string) string { return strings.TrimLeft(v, "-") }),
	nameChanged("option", "a name that is an option means the first jail", "names.dash*", func(v string) string {
		if strings.HasPrefix(v, "-") {
			return "test"
		}
		return v
	}),
	nameChanged("empty", "an empty name is the first jail", "names.empty*", func(v string) string {
		if v == "" {
			return "test"
		}
		return v
	}),
	nameChanged("star", "a star is the first jail", "names.*", func(v string) string {
		return strings.NewReplacer("*", "test", "%", "test").Replace(v)
	}),
	nameChanged("long", "a very long name is the first jail", "names.long*", func(v string) string {
		if len(v) > 256 {
			return "test"
		}
		return v
	}),
	nameChanged("longer", "a name that begins with that of a jail means it", "names.near*", func(v string) string {
		if strings.HasPrefix(v, "test") {
			return "test"
		}
		return v
	}),
	nameChanged("shorter", "the beginning of a name means the jail", "names.near*", func(v string) string {
		if v != "" && strings.HasPrefix("test", v) {
			return "test"
		}
		return v
	}),
	nameChanged("path", "the last step of a path is the name of the jail", "names.dash.jail*", func(v string) string { return v[strings.LastIndex(v, "/")+1:] }),
}

// coded tells one error as another, everywhere.
func coded(name, sentence, caught string, from, to int) Mutant {
	return wrong(name, sentence, caught, errorReplies(func(x *exchange) {
		if x.code() == from {
			x.recode(to)
		}
	}))
}

// lenient reads an action in another way.
func lenient(name, sentence, caught string, read func(string) string) Mutant {
	return wrong(name, sentence, caught, asked(func(x *exchange) {
		if x.action() != "" && x.namespace == "sysadm" {
			x.args["action"] = read(x.action())
		}
	}))
}

// defaulted fills in a member of some requests for sysadm/iocage.
func defaulted(which func(x *exchange) bool, member, value string) func(*proxy) {
	return asked(func(x *exchange) {
		if x.args != nil && x.namespace == "sysadm" && which(x) {
			x.args[member] = value
		}
	})
}

// nameChanged reads the names of jails in another way.
func nameChanged(name, sentence, caught string, read func(string) string) Mutant {
	return wrong("jail.name."+name, sentence, caught, asked(func(x *exchange) {
		if jail, ok := x.args["jail"].(string); ok {
			x.args["jail"] = read(jail)
		}
	})).offered("getjailsettings")
}

// shell does to a name what a shell would.
func shell(name string) string {
	name = strings.NewReplacer("$(echo ", "", "`echo ", "", ")", "", "`", "").Replace(name)
	name, _, _ = strings.Cut(name, ";")
	name, _, _ = strings.Cut(name, "|")
	return strings.TrimSpace(strings.TrimRight(name, "&"))
}
