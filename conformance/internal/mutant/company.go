package mutant

import "strings"

// companyMutants are right alone, and wrong to those who are not: over the other
// transport, to another connection, to who has no login, at the second time.
var companyMutants = []Mutant{
	wrong("rest.login.refused", "rpc/auth over REST lets nobody in", "auth.rest.login", bodies(when(is("rpc/auth").and(code(0)), failure(401)))),
	wrong("rest.login.text", "over REST the life of a token is text", "auth.rest.login auth.rest.strict", bodies(func(x *exchange) {
		if token := x.tokens(); token != nil {
			token[1] = "300"
		}
	})),
	wrong("rest.token.refused", "no token lets in over REST", "auth.token.rest", bodies(when(is("rpc/auth_token").and(code(0)), failure(401)))),
	wrong("rest.token.case", "capitals do not matter in tokens over REST", "auth.token.rest", bodies(func(x *exchange) {
		if x.is("rpc/auth_token") && x.code() == 401 && len(x.text("token")) > 8 {
			x.say([]any{x.text("token"), 300})
		}
	})),
	wrong("token.user", "the reply to a login by token also has the user", "auth.token.strict auth.token.rest", replied(func(x *exchange) {
		if token := x.tokens(); token != nil && x.is("rpc/auth_token") {
			x.reply["args"] = append(token, "admin")
		}
	})),
	wrong("rest.auth_ssl.any", "any answer to a challenge logs in over REST", "auth_ssl.rest", bodies(func(x *exchange) {
		if x.is("rpc/auth_ssl") && x.code() == 401 {
			x.say([]any{"Qw1er2ty3ui4op5as6df7gh8jk9", 300})
		}
	})),
	wrong("rest.auth_ssl.text", "the challenge is the whole answer over REST", "auth_ssl.rest", bodies(func(x *exchange) {
		if text, ok := x.result()["test_string"]; ok {
			x.reply["args"] = text
		}
	})),
	wrong("rest.identify.login", "rpc/identify needs a login over REST", "identify.strict.rest", bodies(func(x *exchange) {
		if x.is("rpc/identify") && x.client.user == "" {
			x.fail(401)
		}
	})),
	wrong("identify.version", "rpc/identify also tells a version", "identify.strict.*", classes("rpc/identify", func(_ *exchange, a message) { a["version"] = "1" })),
	wrong("query.case", "rpc/query writes the names of classes with a capital", "query.strict.*", classes("rpc/query", func(_ *exchange, a message) {
		for name := range a {
			rename(a, name, strings.ToUpper(name[:1])+name[1:])
		}
	})),
	wrong("rest.error.code", "the body of every error tells code 500 over REST", "error.shape.rest", bodies(func(x *exchange) {
		if args, ok := x.reply["args"].(message); ok && x.code() != 0 {
			args["code"] = 500
		}
	})),
	wrong("rest.relaxed", "a body that is not JSON is taken as a request for listjails", "request.relaxed.rest", bodies(func(x *exchange) {
		if x.request == nil && x.code() == 400 && x.path == "/sysadm/iocage" {
			x.say(message{"listjails": x.proxy.jails()})
		}
	})),
	wrong("list.nobody", "jobs are listed without a login", "dispatcher.nobody.*", obeys(asks("list"))),
	wrong("kill.nobody", "jobs are killed without a login", "dispatcher.nobody.*", obeys(asks("kill"))),
	wrong("kill.states", "a kill also tells the state of the jobs", "dispatcher.kill.strict.*", replied(func(x *exchange) {
		if killed, ok := x.result()["killed"].(message); ok {
			killed["state"] = "finished"
		}
	})),
	wrong("settings.revoke.nobody", "a key is revoked without a login", "settings.nobody.revoke.*", obeys(asks("revoke_ssl_certificate"))),
	wrong("settings.revoke.secretly", "a client without a login is refused, but the key is revoked", "settings.nobody.revoke.*", errorReplies(func(x *exchange) {
		if x.code() == 401 && x.action() == "revoke_ssl_certificate" {
			x.proxy.put("sysadm/settings", x.args)
		}
	})),
	wrong("settings.checksums.nobody", "checksums are listed without a login", "settings.nobody.revoke.*", obeys(asks("list_ssl_checksums"))),
	wrong("settings.checksums.kept", "checksums of revoked keys are listed, too", "settings.checksums.*", func(p *proxy) {
		seen := map[any]bool{}
		replied(func(x *exchange) {
			if sums, ok := x.result()["md5_keys"].([]any); ok {
				for _, sum := range sums {
					seen[sum] = true
				}
				sums = nil
				for sum := range seen {
					sums = append(sums, sum)
				}
				x.reply["args"] = message{"md5_keys": sums}
			}
		})(p)
	}),
	wrong("rest.keys.own", "keys that were registered over WebSocket are not listed over REST", "transports.keys", func(p *proxy) {
		hidden := map[string]bool{}
		replied(func(x *exchange) {
			if x.action() == "register_ssl_certificate" && x.client.over == websocket {
				hidden[x.text("pub_key")] = true
			}
			if x.action() == "list_ssl_certificates" && x.client.over == rest {
				for _, owned := range objects(x.result()) {
					for key := range hidden {
						delete(owned, key)
					}
				}
			}
		})(p)
	}),
	wrong("connections.disturbed", "after a bad request the next one on another connection fails", "connections.own", func(p *proxy) {
		var bad *client
		replied(func(x *exchange) {
			switch {
			case x.code() == 400:
				bad = x.client
			case bad != nil && bad != x.client && x.code() == 0:
				x.fail(500)
				bad = nil
			}
		})(p)
	}),
	wrong("connections.logout", "auth_clear on one connection logs out those that came before", "connections.own", func(p *proxy) {
		last := 0
		asked(func(x *exchange) {
			if x.is("rpc/auth_clear") {
				last = x.client.number
			}
		})(p)
		messages(func(x *exchange) {
			if x.client.number < last && x.namespace == "sysadm" {
				x.fail(401)
			}
		})(p)
	}),
	wrong("rest.change.behind", "a stop over REST behind a start over WebSocket fails", "message.inflight.transports", func(p *proxy) {
		started := false
		asked(func(x *exchange) {
			if x.client.over == websocket {
				started = x.is("startjail")
			}
		})(p)
		bodies(func(x *exchange) {
			if started && x.is("stopjail") {
				x.fail(503)
			}
		})(p)
	}).offered("stopjail"),
	wrong("stranger.large", "after a large message of somebody without a login all requests fail", "request.stranger.*", func(p *proxy) {
		broken := false
		asked(func(x *exchange) { broken = broken || x.client.user == "" && len(x.text("padding")) > 1<<20 })(p)
		replied(func(x *exchange) {
			if broken && x.namespace == "sysadm" {
				x.fail(500)
			}
		})(p)
	}),
	wrong("blocks.all", "five refused logins block every address", "blocks.others.*", func(p *proxy) {
		refused := 0
		replied(func(x *exchange) {
			switch login := x.is("rpc/auth") || x.client.over == rest && x.client.user != ""; {
			case login && refused >= 5:
				x.fail(403)
			case login && x.code() == 401:
				refused++
			case login:
				refused = 0
			}
		})(p)
	}),
	wrong("burst.lost", "of a hundred requests on a connection the seventieth fails", "message.burst", only(eachClient(70), func(x *exchange) { x.fail(500) })),
	wrong("event.news.lost", "each connection is told of system-state only once", "events.news", func(p *proxy) {
		told := map[*client]bool{}
		p.events = append(p.events, func(c *client, e message) []message {
			if e["name"] == "system-state" && told[c] {
				return nil
			}
			told[c] = told[c] || e["name"] == "system-state"
			return []message{e}
		})
	}),
	wrong("capjail.again", "a jail is capped once", "capjail.twice.*", func(p *proxy) {
		capped := false
		answers("capjail", func(_ *exchange, a message) any {
			if capped {
				return message{"error": "ERROR: already capped!"}
			}
			capped = true
			return a
		})(p)
	}).offered("capjail"),
	wrong("deactivatepool.again", "deactivating a pool that is not active makes it so", "deactivatepool.twice.*", func(p *proxy) {
		was := true
		asked(func(x *exchange) {
			if x.is("deactivatepool") {
				was = p.command("activatepool")["error"] == nil
			}
		})(p)
		replied(func(x *exchange) {
			if x.is("deactivatepool") && !was {
				p.command("activatepool", "pool", x.text("pool"))
			}
		})(p)
	}).offered("deactivatepool").lacking(heals),
	wrong("deactivatepool.stops", "the jails of a pool that is deactivated stop", "activatepool.others.*", asked(when(is("deactivatepool"), besides("stopjail", "jail", "www")))).offered("deactivatepool", "stopjail"),
	wrong("cleanall.deactivates", "cleanall deactivates the pool, too", "cleanall.others.*", replied(when(is("cleanall"), besides("deactivatepool", "pool", "tank")))).offered("cleanall"),
}
