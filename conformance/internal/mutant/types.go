package mutant

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// typeMutants tell the right thing as a value of another type.
var typeMutants = slices.Concat([]Mutant{
	typeChanged("listjails", "jid", "a number", toNumber),
	typeChanged("listjails", "boot", "a truth value", toBool),
	typeChanged("listjails", "tag", "an array", toArray),
	typeChanged("listjails", "ip4", "null", toNull).offered("startjail"),
	typeChanged("listjails", "state", "an object", toObject),
	typeChanged("getjailsettings", "count", "a number", toNumber),
	typeChanged("getjailsettings", "boot", "a truth value", toBool),
	typeChanged("getjailsettings", "notes", "null", toNull),
	typeChanged("getjailsettings", "sync_tgt_zpool", "an array", toArray),
	typeChanged("getdefaultsettings", "allow_chflags", "a number", toNumber),
	typeChanged("getdefaultsettings", "bpf", "a truth value", toBool),
	typeChanged("df", "use", "a number", toNumber),
	typeChanged("df", "qta", "null", toNull),
	wrong("getjailsettings.digits", "every setting made of digits is a number", "getjailsettings.shape.*",
		rows("getjailsettings", func(_ *exchange, _ string, row message) { digits(row) })),
	wrong("getdefaultsettings.digits", "every default made of digits is a number", "getdefaultsettings.shape.*",
		rows("getdefaultsettings", func(_ *exchange, _ string, row message) { digits(row) })),
	wrong("getjailsettings.none.null", "the setting none is null", "getjailsettings.shape.*",
		rows("getjailsettings", func(_ *exchange, _ string, row message) {
			for name, value := range row {
				if value == "none" {
					row[name] = nil
				}
			}
		})),
	wrong("activatepool.pool.array", "the active pool is in an array", "activatepool.query.*",
		answers("activatepool", func(_ *exchange, a message) any {
			if active, ok := a["currently active"].(message); ok {
				active["pool"] = []any{active["pool"]}
			}
			return a
		})).offered("activatepool").rightWhere(emptied),
	wrong("startjail.lines.array", "the progress of startjail is an array of lines", "startjail.starts.*", answers("startjail", linesAsArray)).offered("startjail"),
	wrong("stopjail.lines.array", "the progress of stopjail is an array of lines", "stopjail.stops.*", answers("stopjail", linesAsArray)).offered("stopjail"),
	wrong("execjail.output.array", "the output of execjail is an array of lines", "execjail.*", answers("execjail", func(_ *exchange, a message) any {
		a["success"] = []any{a["success"]}
		return a
	})).offered("execjail"),
	wrong("auth.seconds.text", "the life of a token is a text", "auth.login*", replied(func(x *exchange) {
		if token := x.tokens(); token != nil {
			token[1] = "300"
		}
	})),
	wrong("auth.token.object", "a login is answered with an object in place of an array", "auth.login*", replied(func(x *exchange) {
		if token := x.tokens(); token != nil {
			x.reply["args"] = message{"token": token[0], "seconds": token[1]}
		}
	})),
	wrong("error.code.text", "the code of an error is a text", "error.strict*", errorReplies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok {
			args["code"] = itoa(x.code())
		}
	})),
	wrong("error.args.text", "the arguments of an error are only its message", "error.shape* error.strict*", errorReplies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok {
			x.reply["args"] = args["message"]
		}
	})),
	wrong("query.values.boolean", "rpc/query says true in place of read/write", "query.shape.*", classes("rpc/query", func(_ *exchange, args message) {
		for name := range args {
			args[name] = true
		}
	})),
	wrong("dispatcher.started.text", "rpc/dispatcher answers a single started job as a text", "dispatcher.run.*", classes("rpc/dispatcher", func(_ *exchange, args message) {
		if list, ok := args["started"].([]any); ok && len(list) > 0 {
			args["started"] = list[0]
		}
	})),
	wrong("identify.text", "rpc/identify answers a text", "identify.*", messages(func(x *exchange) {
		if x.is("rpc/identify") && x.code() == 0 {
			x.reply["args"] = "server"
		}
	})),
}, eachAction("array", "the answer of %s stands in an array", func(action string) func(*proxy) {
	return answers(action, func(_ *exchange, a message) any { return []any{a} })
}))

// typeChanged tells one member of each row as a value of another type.
func typeChanged(action, member, kind string, change func(any) any) Mutant {
	return wrong(action+"."+member+"."+strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(kind, "an "), "a "), " ", "-"),
		member+" of "+action+" is "+kind, action+".shape.*",
		rows(action, func(_ *exchange, _ string, row message) {
			if value, ok := row[member]; ok {
				row[member] = change(value)
			}
		})).offered(action)
}

func toNumber(v any) any { n, _ := strconv.Atoi(strings.Trim(v.(string), "KMG-")); return n }
func toBool(v any) any   { return v == "on" }
func toNull(any) any     { return nil }
func toArray(v any) any  { return []any{v} }
func toObject(v any) any { return message{"value": v} }

func digits(row message) {
	for name, value := range row {
		if text, ok := value.(string); ok {
			if n, err := strconv.Atoi(text); err == nil && itoa(n) == text {
				row[name] = json.Number(text)
			}
		}
	}
}

func linesAsArray(_ *exchange, a message) any {
	for name, lines := range a {
		if lines, ok := lines.(message); ok {
			var list []any
			for line := range lines {
				list = append(list, line)
			}
			a[name] = list
		}
	}
	return a
}

// tokens returns what a login was answered, the token and its life; nil for
// another reply.
func (x *exchange) tokens() []any {
	list, ok := x.reply["args"].([]any)
	if !ok || len(list) != 2 || x.namespace != "rpc" || !strings.HasPrefix(x.name, "auth") {
		return nil
	}
	return list
}

// classes bends the arguments of what another class answers.
func classes(class string, hook func(x *exchange, args message)) func(*proxy) {
	return replied(func(x *exchange) {
		if args := x.result(); args != nil && x.is(class) {
			hook(x, args)
		}
	})
}

// eachAction makes a mutant for each action that any edition has.
func eachAction(name, sentence string, bend func(action string) func(*proxy)) []Mutant {
	var list []Mutant
	for _, action := range allActions() {
		m := wrong(action+".answer."+name, strings.Replace(sentence, "%s", action, 1), promised[action], bend(action))
		list = append(list, m.offered(action))
	}
	return list
}

// allActions are those of the default edition, then those of the others.
func allActions() []string {
	all := slices.Clone(edition.Default.Actions)
	for _, e := range edition.Editions {
		for _, action := range e.Actions {
			if !slices.Contains(all, action) {
				all = append(all, action)
			}
		}
	}
	return all
}

// promised are the checks of what an action does when all is well.
var promised = map[string]string{
	"listjails": "listjails.shape.* listjails.all.* listjails.keys.*", "getdefaultsettings": "getdefaultsettings.shape.*", "getjailsettings": "getjailsettings.shape.*",
	"df": "df.shape.* df.jails.*", "startjail": "startjail.starts.*", "stopjail": "stopjail.stops.*", "capjail": "capjail.caps.* capjail.strict.*",
	"clonejail": "clonejail.clones.*", "createjail": "createjail.creates.*", "destroyjail": "destroyjail.destroys.*",
	"execjail": "execjail.output.*", "cleanjails": "cleanjails.cleans.*", "cleanreleases": "cleanreleases.cleans.*",
	"cleantemplates": "cleantemplates.cleans.*", "cleanall": "cleanall.cleans.*",
	"activatestatus": "activatestatus.shape.*", "listreleases": "listreleases.shape.* listreleases.lists.*",
	"listtemplates": "listtemplates.shape.*", "listplugins": "listplugins.shape.* listplugins.local.*",
	"fetchreleases": "fetchreleases.starts.*", "createplugin": "createplugin.starts.*",
	"activatepool": "activatepool.activates.*", "deactivatepool": "deactivatepool.gone.* deactivatepool.deactivates.*",
}
