package mutant

import (
	"strings"
)

// classMutants are wrong in settings and keys, logs, queries and identify.
var classMutants = []Mutant{
	wrong("query.iocage.dropped", "rpc/query leaves sysadm/iocage out", "query.iocage.*", classes("rpc/query", func(_ *exchange, a message) { delete(a, "sysadm/iocage") })),
	wrong("query.empty", "rpc/query answers an empty object", "query.*", classes("rpc/query", func(_ *exchange, a message) { clear(a) })),
	wrong("query.read", "rpc/query says that everything can only be read", "query.rights.*", classes("rpc/query", func(_ *exchange, a message) {
		for name := range a {
			a[name] = "read"
		}
	})),
	wrong("query.rw", "rpc/query says rw in place of read/write", "query.shape.*", classes("rpc/query", func(_ *exchange, a message) {
		for name := range a {
			a[name] = strings.ReplaceAll(a[name].(string), "read/write", "rw")
		}
	})),
	wrong("query.capitals", "rpc/query names classes in capitals", "query.*", classes("rpc/query", func(_ *exchange, a message) {
		for name := range a {
			rename(a, name, strings.ToUpper(name))
		}
	})),
	wrong("query.nested", "rpc/query answers one level too deep", "query.shape.*", replied(func(x *exchange) {
		if args := x.result(); args != nil && x.is("rpc/query") {
			x.reply["args"] = message{"query": args}
		}
	})),
	wrong("identify.renamed", "rpc/identify says that it is a client", "identify.nobody", classes("rpc/identify", func(_ *exchange, a message) { a["type"] = "client" })),
	wrong("settings.lost", "a key that is registered is not listed", "settings.keys.*", keys(func(a message) { clear(a) })),
	wrong("settings.unsaved", "registering a key succeeds, and does nothing", "settings.keys.* auth_ssl.login", asked(when(asks("register_ssl_certificate"), unasked))),
	wrong("settings.kept", "revoking a key succeeds, and does nothing", "settings.keys.* auth_ssl.revoked", asked(when(asks("revoke_ssl_certificate").and(over(websocket)), unasked))),
	wrong("settings.array", "keys are listed in an array", "settings.keys.*", replied(func(x *exchange) {
		if args := x.result(); args != nil && x.action() == "list_ssl_certificates" {
			var list []any
			for key := range args {
				list = append(list, key)
			}
			x.reply["args"] = list
		}
	})),
	wrong("settings.cut", "keys are listed without their last character", "settings.keys.*", keys(func(a message) {
		for _, owned := range objects(a) {
			for key := range owned {
				rename(owned, key, cutLast(key))
			}
		}
	})),
	wrong("settings.any", "anything is a key", "settings.nokey.*", errorReplies(when(asks("register_ssl_certificate").and(code(400)), emptySuccess))),
	wrong("auth_ssl.refused", "the right answer to a challenge is refused", "auth_ssl.login", messages(func(x *exchange) {
		if x.is("rpc/auth_ssl") && x.tokens() != nil {
			x.fail(401)
		}
	})),
	wrong("auth_ssl.any", "any answer to a challenge logs in", "auth_ssl.wrong auth_ssl.unasked", messages(func(x *exchange) {
		if x.is("rpc/auth_ssl") && x.args["encrypted_string"] != nil && x.code() == 401 {
			x.say([]any{"Qw1er2ty3ui4op5as6df7gh8jk9", 300})
		}
	})),
	wrong("auth_ssl.same", "the challenge is always the same", "auth_ssl.*", func(p *proxy) {
		var kept any
		messages(func(x *exchange) {
			if x.is("rpc/auth_ssl") && x.args["encrypted_string"] == nil && x.code() == 0 {
				if kept == nil {
					kept = x.reply["args"]
				}
				x.reply["args"] = kept
			}
		})(p)
	}),
	wrong("auth_ssl.short", "a challenge has 64 characters", "auth_ssl.strict auth_ssl.login", messages(func(x *exchange) {
		if m := x.result(); m != nil && x.is("rpc/auth_ssl") {
			for name, value := range m {
				if text, ok := value.(string); ok {
					m[name] = text[:min(64, len(text))]
				}
			}
		}
	})),
	wrong("logs.empty", "the logs are empty", "logs.shape.*", logs(func(_ *exchange, a message) { clear(a) })),
	wrong("logs.list", "a log is a list of lines", "logs.shape.*", logs(func(_ *exchange, a message) {
		for name, entries := range a {
			var list []any
			m, _ := entries.(message)
			for _, entry := range m {
				list = append(list, entry)
			}
			a[name] = list
		}
	})),
	wrong("logs.all", "all logs are read, whichever is asked for", "logs.shape.*", asked(when(is("rpc/logs"), without("logs")))),
	wrong("logs.times.ignored", "the times that are asked for mean nothing", "logs.times.*", asked(func(x *exchange) {
		if x.is("rpc/logs") {
			delete(x.args, "start_time")
			delete(x.args, "end_time")
		}
	})),
	wrong("logs.times.seconds", "entries stand under seconds", "logs.strict.*", logs(func(_ *exchange, a message) {
		for _, entries := range objects(a) {
			n := 1448000000
			for key := range entries {
				n++
				rename(entries, key, itoa(n))
			}
		}
	})),
	wrong("logs.secrets", "passwords are in the logs", "logs.secrets.password.*", logs(func(x *exchange, a message) {
		for _, entries := range objects(a) {
			for key, entry := range entries {
				if text, ok := entry.(string); ok {
					entries[key] = text + " password: " + x.proxy.inner.Password
				}
			}
		}
	})),
}

// keys bends the keys of the user who asks for them.
func keys(hook func(args message)) func(*proxy) {
	return replied(func(x *exchange) {
		if args := x.result(); args != nil && x.action() == "list_ssl_certificates" {
			hook(args)
		}
	})
}

func logs(hook func(x *exchange, args message)) func(*proxy) { return classes("rpc/logs", hook) }
