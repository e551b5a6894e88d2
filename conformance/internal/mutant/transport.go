package mutant

import (
	"crypto/tls"
	"net/http"
	"slices"
	"strings"
)

// transportMutants mistake REST for WebSocket, HTTP, TLS or the Origin.
var transportMutants = []Mutant{
	wrong("rest.as.websocket", "REST answers in the form of a WebSocket message", "listjails.strict.rest listjails.shape.rest", bodies(func(x *exchange) {
		if x.code() == 0 && x.reply != nil {
			x.reply["id"], x.reply["name"], x.reply["namespace"] = "", "response", x.namespace
		}
	})),
	wrong("websocket.as.rest", "WebSocket replies in the form of a REST body", "message.id listjails.shape.websocket", messages(func(x *exchange) { x.reply = message{"args": x.reply["args"]} })),
	wrong("rest.args.text", "args of a REST body is a text that holds JSON", "listjails.shape.rest", bodies(func(x *exchange) {
		if x.reply != nil {
			x.reply["args"] = flat(x.reply["args"])
		}
	})),
	wrong("rest.error.bare", "errors over REST have no body", "error.strict.rest", func(p *proxy) {
		spelled(func(x *exchange, text []byte) []byte {
			if x.client.over == rest && x.code() != 0 {
				return nil
			}
			return text
		})(p)
	}),
	wrong("rest.error.text", "errors over REST are plain text", "error.strict.rest", func(p *proxy) {
		spelled(func(x *exchange, text []byte) []byte {
			if x.client.over == rest && x.code() != 0 {
				x.header.Set("Content-Type", "text/plain")
				return []byte(http.StatusText(x.code()))
			}
			return text
		})(p)
	}),
	status("rest.status.200", "every error over REST has status 200", "action.unknown.rest rest.status", func(x *exchange) bool { return x.code() != 0 }, 200),
	status("rest.status.201", "a success over REST has status 201", "*.shape.rest rest.status", func(x *exchange) bool { return x.code() == 0 }, 201),
	status("rest.status.202", "a change over REST has status 202", "startjail.*.rest createjail.*.rest", func(x *exchange) bool { return slices.Contains(changing, x.action()) }, 202).offered("startjail"),
	status("rest.status.204", "a success over REST has status 204", "listjails.shape.rest", func(x *exchange) bool { return x.code() == 0 }, 204),
	status("rest.status.refusal", "a refusal by iocage has status 404 over REST", "*.unknown.strict.rest", func(x *exchange) bool { _, no := x.refusal(); return no }, 404),
	status("rest.status.500", "a bad request has status 500 over REST", "action.*.rest rest.status", func(x *exchange) bool { return x.code() == 400 }, 500),
	status("rest.status.422", "a bad request has status 422 over REST", "action.*.rest rest.status", func(x *exchange) bool { return x.code() == 400 }, 422),
	status("rest.status.403", "a client without a login gets status 403 over REST", "auth.required.*.rest", func(x *exchange) bool { return x.code() == 401 }, 403),
	status("rest.status.400", "an unknown class has status 400 over REST", "class.unknown.rest", func(x *exchange) bool { return x.code() == 404 }, 400),
	wrong("rest.body.code", "the body of an error names another code than its status", "action.unknown.rest rest.status", bodies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok && x.code() != 0 {
			args["code"] = 500
		}
	})),
	header("rest.type.html", "bodies are declared as HTML", "rest.type*", "Content-Type", "text/html"),
	header("rest.type.text", "bodies are declared as text", "rest.type*", "Content-Type", "text/plain; charset=utf-8"),
	header("rest.type.none", "bodies are not declared", "rest.type*", "Content-Type", ""),
	header("rest.allow.none", "405 comes without Allow", "rest.verbs.allow", "Allow", ""),
	header("rest.allow.short", "Allow names only PUT", "rest.verbs.allow*", "Allow", "PUT").rightWhere(texts),
	header("rest.encoding", "bodies are declared as compressed, but are not", "rest.encoding", "Content-Encoding", "gzip"),
	verb("rest.get", "GET is refused", "rest.verbs*", func(verb string) bool { return verb == "GET" }),
	verb("rest.post", "POST is refused", "rest.verbs*", func(verb string) bool { return verb == "POST" }),
	wrong("rest.verbs.any", "any verb means PUT", "rest.verbs.other*", asked(func(x *exchange) {
		if x.client.over == rest && !slices.Contains([]string{"PUT", "GET", "POST"}, x.verb) {
			x.verb = "PUT"
		}
	})),
	wrong("rest.verbs.patch", "PATCH means PUT", "rest.verbs.other*", asked(func(x *exchange) { x.verb = strings.Replace(x.verb, "PATCH", "PUT", 1) })),
	wrong("rest.verbs.delete", "DELETE means PUT", "rest.verbs.other*", asked(func(x *exchange) { x.verb = strings.Replace(x.verb, "DELETE", "PUT", 1) })),
	wrong("rest.verbs.400", "another verb is answered 400", "rest.verbs.*", bodies(func(x *exchange) {
		if x.status == 405 {
			x.recode(400)
		}
	})).rightWhere(texts),
	wrong("rest.path.longer", "what follows a path is ignored", "rest.path", asked(func(x *exchange) {
		if steps := strings.Split(x.path, "/"); len(steps) > 3 {
			x.path = strings.Join(steps[:3], "/")
		}
	})),
	wrong("rest.path.any", "every path is /sysadm/iocage", "rest.path class.unknown.rest", asked(func(x *exchange) {
		if x.client.over == rest {
			x.path = "/sysadm/iocage"
		}
	})),
	wrong("rest.only.read", "every change is refused over REST", "startjail.starts.rest", bodies(func(x *exchange) {
		if slices.Contains(changing, x.action()) {
			x.fail(403)
		}
	})).offered("startjail"),
	wrong("websocket.only.read", "every change is refused over WebSocket", "startjail.starts.websocket", messages(func(x *exchange) {
		if slices.Contains(changing, x.action()) {
			x.fail(403)
		}
	})).offered("startjail"),
	wrong("rest.listjails.boot", "boot is inverted over REST only", "transports.listjails listjails.settings.rest", overREST(rows("listjails", func(_ *exchange, _ string, row message) {
		row["boot"] = inverted(row["boot"].(string))
	}))),
	wrong("rest.getjailsettings.cut", "values end at their colon over REST only", "transports.getjailsettings getjailsettings.whole.rest", overREST(settings("*", func(v string) string { v, _, _ = strings.Cut(v, ":"); return v }))),
	wrong("rest.numbers", "settings made of digits are numbers over REST only", "getjailsettings.shape.rest", overREST(rows("getjailsettings", func(_ *exchange, _ string, row message) { digits(row) }))),
	wrong("websocket.numbers", "settings made of digits are numbers over WebSocket only", "getjailsettings.shape.websocket", messages(func(x *exchange) {
		if answer, ok := x.answer(); ok && x.is("getjailsettings") {
			for _, row := range objects(answer) {
				digits(row)
			}
		}
	})),
	wrong("rest.pool.blank", "the active pool is another over REST", "transports.activatepool transports.pool", overREST(textsOf("activatepool", func(v string) string { return strings.Replace(v, " tank", " zroot", 1) }))).offered("activatepool"),
	wrong("rest.refusal.other", "a refusal over REST says something else", "transports.refusal", bodies(func(x *exchange) {
		if _, no := x.refusal(); no {
			x.result()[x.action()] = message{"error": "it did not work"}
		}
	})),
	wrong("rest.query.short", "rpc/query leaves the dispatcher out over REST", "transports.query", overREST(classes("rpc/query", func(_ *exchange, args message) { delete(args, "rpc/dispatcher") }))),
	wrong("rest.redirect", "a request is redirected to its path with a slash", "*.shape.rest", asked(func(x *exchange) {
		if x.client.over == rest {
			x.answered, x.status, x.header = true, 301, http.Header{"Location": {x.path + "/"}}
		}
	})),
	wrong("rest.http2", "REST speaks HTTP/2", "rest.http tls.*", func(p *proxy) { p.http2 = true }),
	wrong("rest.type.refused", "a body that is not declared as JSON is refused", "rest.type.request", bodies(func(x *exchange) {
		if !strings.Contains(x.client.header.Get("Content-Type"), "json") {
			x.fail(http.StatusUnsupportedMediaType)
		}
	})),
	wrong("rest.body.missing", "the body of a request is ignored over REST", "*.rest", asked(func(x *exchange) {
		if x.client.over == rest && x.request != nil {
			x.request = message{"action": x.action()}
		}
	})),
	wrong("tls.1.0", "TLS 1.0 is accepted", "tls.old.*", func(p *proxy) { p.tls.MinVersion = tls.VersionTLS10 }),
	wrong("tls.1.1", "TLS 1.1 is accepted", "tls.old.*", func(p *proxy) { p.tls.MinVersion = tls.VersionTLS11 }),
	wrong("tls.1.2.only", "TLS 1.3 is refused", "tls.new.*", func(p *proxy) { p.tls.MaxVersion = tls.VersionTLS12 }),
	wrong("tls.plain", "requests without TLS are served", "tls.plain.*", func(p *proxy) { p.plain = true }),
	wrong("tls.client", "a certificate of the client is asked for", "tls.client* listjails.shape.*", func(p *proxy) { p.tls.ClientAuth = tls.RequireAnyClientCert }),
	wrong("origin.any", "the page of any website may connect", "origin.foreign", func(p *proxy) {
		p.connects = append(p.connects, func(h http.Header) int { h.Del("Origin"); return 0 })
	}),
	wrong("origin.client", "the official client may not connect", "origin.client", func(p *proxy) {
		p.connects = append(p.connects, func(h http.Header) int {
			if h.Get("Origin") != "" {
				return 403
			}
			return 0
		})
	}),
	wrong("origin.http", "pages without TLS may connect", "origin.foreign.http", func(p *proxy) {
		p.connects = append(p.connects, func(h http.Header) int {
			if strings.HasPrefix(h.Get("Origin"), "http://") {
				h.Del("Origin")
			}
			return 0
		})
	}),
	wrong("connections.one", "a second connection is refused while there is one", "message.* auth.others*", func(p *proxy) {
		count := 0
		p.connects = append(p.connects, func(http.Header) int {
			if count++; count%2 == 0 {
				return 503
			}
			return 0
		})
	}),
}

// changing are the actions that change a host.
var changing = []string{
	"startjail", "stopjail", "clonejail", "createjail", "destroyjail", "activatepool", "deactivatepool",
	"cleanjails", "cleanreleases", "cleantemplates", "cleanall", "capjail",
}

// status bends the status of some answers, and nothing else.
func status(name, sentence, caught string, which func(x *exchange) bool, code int) Mutant {
	return wrong(name, sentence, caught, bodies(func(x *exchange) {
		if which(x) {
			x.status = code
		}
	}))
}

// header bends a header of every answer; an empty value removes it.
func header(name, sentence, caught, key, value string) Mutant {
	return wrong(name, sentence, caught, bodies(func(x *exchange) {
		switch {
		case value == "":
			x.header.Del(key)
		case x.header.Get(key) != "" || key != "Allow":
			x.header.Set(key, value)
		}
	}))
}

// verb refuses requests with some verb.
func verb(name, sentence, caught string, which func(verb string) bool) Mutant {
	return wrong(name, sentence, caught, bodies(func(x *exchange) {
		if which(x.verb) {
			x.fail(405)
		}
	}))
}

// overREST lets the hooks that bend adds strike over REST only.
func overREST(bend func(*proxy)) func(*proxy) {
	return func(p *proxy) {
		before := len(p.replies)
		bend(p)
		for i, hook := range p.replies[before:] {
			p.replies[before+i] = func(x *exchange) {
				if x.client.over == rest {
					hook(x)
				}
			}
		}
	}
}

// objects are the members of an object that are objects.
func objects(v any) []message {
	var list []message
	m, _ := v.(message)
	for _, value := range m {
		if o, ok := value.(message); ok {
			list = append(list, o)
		}
	}
	return list
}
