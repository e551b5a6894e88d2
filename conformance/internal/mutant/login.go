package mutant

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// loginMutants let somebody in who must stay outside, or keep somebody out.
var loginMutants = slices.Concat([]Mutant{
	wrong("login.none", "no login is needed", "auth.required.*", obeys(func(*exchange) bool { return true })),
	wrong("login.none.rest", "no login is needed over REST", "auth.required.*.rest", obeys(func(x *exchange) bool { return x.client.over == rest && x.client.user == "" })),
	wrong("login.none.websocket", "no login is needed over WebSocket", "auth.required.*.websocket", obeys(over(websocket))),
	wrong("login.none.query", "rpc/query needs no login", "auth.* query.*", obeys(is("rpc/query"))),
	wrong("login.none.dispatcher", "rpc/dispatcher needs no login", "dispatcher.run.nobody*", obeys(is("rpc/dispatcher"))),
	wrong("login.none.logs", "rpc/logs needs no login", "logs.nobody*", obeys(is("rpc/logs"))).rightWhere(lacks("rpc/logs")),
	wrong("login.none.settings", "rpc/settings needs no login", "settings.nobody*", obeys(func(x *exchange) bool { return x.is("rpc/settings") || x.is("sysadm/settings") })).rightWhere(lacks("rpc/settings")),
	wrong("login.none.case", "no login is needed for a class in capitals", "auth.required.case.*", obeys(func(x *exchange) bool { return x.name != strings.ToLower(x.name) })),
	wrong("login.none.second", "a request after a refused one is obeyed", "auth.required.* auth.*", func(p *proxy) {
		refused := map[*client]int{}
		obeys(func(x *exchange) bool { refused[x.client]++; return refused[x.client] > 1 })(p)
	}),
	wrong("login.none.unchanged", "a client without a login is refused, but a jail starts", "auth.required.unchanged.*", secretly("startjail", "jail", "test")).offered("startjail"),
	wrong("login.none.stops", "a client without a login is refused, but a jail stops", "auth.required.unchanged.*", secretly("stopjail", "jail", "www")).offered("stopjail"),
	wrong("login.none.pool", "a client without a login is refused, but a pool is deactivated", "auth.required.pool.*", secretly("deactivatepool", "pool", "tank")).offered("deactivatepool").lacking(heals),
	wrong("login.any", "every login succeeds", "auth.password.* auth.user.*", admits(is("rpc/auth"))),
	wrong("login.any.rest", "every Basic login succeeds", "auth.password.* auth.user.*", obeys(func(x *exchange) bool { return x.client.over == rest && x.client.user != "" })),
	wrong("login.password.empty", "an empty password is enough", "auth.password.empty.* auth.password.missing*", admits(func(x *exchange) bool { return x.is("rpc/auth") && x.args["password"] == "" })),
	wrong("login.password.missing", "no password is enough", "auth.password.missing*", admits(is("rpc/auth").and(lacking("password")))),
	wrong("login.password.user", "the name of the user is enough", "auth.user.name*", admits(func(x *exchange) bool { return x.is("rpc/auth") && x.text("password") == x.text("username") })),
	likePassword("case", "capitals do not matter in passwords", "auth.password.case.*", func(a, b string) bool { return strings.EqualFold(a, b) }),
	likePassword("head", "the beginning of a password is enough", "auth.password.shorter.*", func(given, password string) bool { return given != "" && strings.HasPrefix(password, given) }),
	likePassword("longer", "what follows a password does not matter", "auth.password.longer.*", strings.HasPrefix),
	likePassword("trimmed", "blanks around a password do not matter", "auth.password.blank.*", func(given, password string) bool { return strings.TrimSpace(given) == password }),
	likePassword("eight", "eight characters of a password are enough", "auth.password.shorter.* auth.password.longer.*", func(given, password string) bool {
		return len(given) >= 8 && len(password) >= 8 && given[:8] == password[:8]
	}),
	wrong("login.user.case", "capitals do not matter in the name of the user", "auth.user.case.*", admits(func(x *exchange) bool {
		return x.is("rpc/auth") && strings.EqualFold(x.text("username"), x.proxy.inner.User) && x.text("password") == x.proxy.inner.Password
	})),
	wrong("login.user.any", "the password of one user lets in any", "auth.user.*", admits(func(x *exchange) bool { return x.is("rpc/auth") && x.text("password") == x.proxy.inner.Password })),
	wrong("login.failed.keeps", "a failed login leaves the earlier login in force", "auth.failed.drops* auth.clear*", func(p *proxy) {
		in := map[*client]bool{}
		replied(func(x *exchange) {
			if x.is("rpc/auth") || x.is("rpc/auth_token") {
				in[x.client] = in[x.client] || x.code() == 0
			}
		})(p)
		obeys(func(x *exchange) bool { return in[x.client] && x.client.over == websocket })(p)
	}),
	wrong("login.everybody", "once one client has logged in, all are logged in", "auth.others* auth.required.*", func(p *proxy) {
		known := false
		replied(func(x *exchange) { known = known || x.is("rpc/auth") && x.code() == 0 })(p)
		obeys(func(*exchange) bool { return known })(p)
	}),
	wrong("login.rest.remembered", "a REST login is remembered for the requests that follow", "auth.rest.each*", func(p *proxy) {
		known := false
		replied(func(x *exchange) { known = known || x.client.over == rest && x.client.user != "" && x.code() == 0 })(p)
		obeys(func(x *exchange) bool { return known && x.client.over == rest })(p)
	}),
	wrong("login.refused.code", "a failed login is answered 403", "auth.password.* auth.user.*", logins(when(code(401), recoded(403)))),
	wrong("login.refused.null", "a failed login is answered with an empty success", "auth.password.* auth.password.reply*", logins(when(code(401), emptySuccess))),
	wrong("login.second.refused", "a second login on a connection is refused", "auth.*", func(p *proxy) {
		in := map[*client]bool{}
		logins(func(x *exchange) {
			if x.is("rpc/auth") && x.code() == 0 {
				if in[x.client] {
					x.fail(401)
				}
				in[x.client] = true
			}
		})(p)
	}),
	wrong("login.short", "a login is forgotten after three requests", "auth.repeated.websocket message.many", func(p *proxy) {
		count := map[*client]int{}
		messages(func(x *exchange) {
			if count[x.client]++; count[x.client] > 4 && x.namespace == "sysadm" {
				x.fail(401)
			}
		})(p)
	}),
	wrong("login.failure.forgets", "after an error everybody must log in again", "auth.repeated.* action.* args.*", func(p *proxy) {
		failed := map[*client]bool{}
		messages(func(x *exchange) {
			switch {
			case x.is("rpc/auth"):
				delete(failed, x.client)
			case failed[x.client]:
				x.fail(401)
			case x.code() == 400:
				failed[x.client] = true
			}
		})(p)
	}),
	wrong("token.any", "any text is a token", "auth.token.unknown", admits(is("rpc/auth_token"))),
	wrong("token.empty", "an empty token logs in", "auth.token.unknown", admits(func(x *exchange) bool { return x.is("rpc/auth_token") && x.text("token") == "" })),
	wrong("token.missing", "a missing token logs in", "auth.token.*", admits(is("rpc/auth_token").and(lacking("token")))),
	likeToken("case", "capitals do not matter in tokens", "auth.token.near", strings.EqualFold),
	likeToken("head", "the beginning of a token is enough", "auth.token.part", func(given, token string) bool { return given != "" && strings.HasPrefix(token, given) }),
	likeToken("longer", "what follows a token does not matter", "auth.token.near", strings.HasPrefix),
	likeToken("trimmed", "blanks around a token do not matter", "auth.token.blank", func(given, token string) bool { return given != token && strings.TrimSpace(given) == token }),
	likeToken("cleared", "auth_clear does not end a token", "auth.clear.token", func(given, token string) bool { return given == token }),
	likeToken("forever", "a token that was not used for long still logs in", "tokens.expired", func(given, token string) bool { return given == token }),
	wrong("token.forever.connection", "a connection stays logged in, however long it is idle", "tokens.expired.*", func(p *proxy) {
		in := map[*client]bool{}
		logins(func(x *exchange) { in[x.client] = x.code() == 0 })(p)
		obeys(func(x *exchange) bool { return in[x.client] })(p)
	}),
	wrong("token.refused", "no token logs in", "auth.token.adopted tokens.alive", logins(when(is("rpc/auth_token"), failure(401)))),
	wrong("token.changed", "a token that logs in is answered with another", "auth.token.adopted", logins(func(x *exchange) {
		if token := x.tokens(); token != nil && x.is("rpc/auth_token") {
			token[0] = strings.ToUpper(token[0].(string)) + "x"
		}
	})),
	wrong("token.same", "each login has the same token", "auth.token.own", logins(func(x *exchange) {
		if token := x.tokens(); token != nil {
			token[0] = "AAAAAAAAAAAAAAAAAAAAAAAAAA"
		}
	})),
	wrong("token.short", "tokens have four characters", "auth.token.length tokens.alive", logins(func(x *exchange) {
		if token := x.tokens(); token != nil {
			token[0] = token[0].(string)[:4]
		}
	})),
	wrong("token.upper", "the token in the reply is in capitals", "auth.token.adopted auth.token.* tokens.alive", logins(func(x *exchange) {
		if token := x.tokens(); token != nil {
			token[0] = strings.ToUpper(token[0].(string)) + "Z"
		}
	})),
	wrong("token.seconds.other", "the life of a token is stated ten times too long", "auth.login.seconds", seconds(3000)).rightWhere(func(c edition.Compat) bool { return c.NoSeconds }),
	wrong("login.members.case", "a login may also use Username and Password", "auth.names", asked(func(x *exchange) {
		for name, value := range x.args {
			if lower := strings.ToLower(name); x.is("rpc/auth") && x.args[lower] == nil {
				x.args[lower] = value
			}
		}
	})),
	wrong("token.seconds.negative", "the life of a token is negative", "auth.login*", seconds(-1)),
	wrong("token.seconds.dropped", "a login is answered with only the token", "auth.login*", logins(func(x *exchange) {
		if token := x.tokens(); token != nil {
			x.reply["args"] = token[:1]
		}
	})),
	wrong("auth_clear.nothing", "auth_clear leaves the connection logged in", "auth.clear*", func(p *proxy) {
		left := map[*client]bool{}
		asked(func(x *exchange) { left[x.client] = left[x.client] || x.is("rpc/auth_clear") })(p)
		obeys(func(x *exchange) bool { return left[x.client] })(p)
	}),
	wrong("auth_clear.rest", "auth_clear over REST ends no token", "auth.clear.rest", asked(when(over(rest).and(is("rpc/auth_clear")), unasked))),
	wrong("auth_token.list", "a token in an array is taken for the token", "auth.token.types.*", asked(func(x *exchange) {
		if list, isList := x.args["token"].([]any); x.is("rpc/auth_token") && isList && len(list) == 1 {
			x.args["token"] = list[0]
		}
	})),
	wrong("auth_clear.all", "auth_clear logs everybody out", "auth.clear.own*", func(p *proxy) {
		gone := map[string]bool{}
		cleared := false
		replied(func(x *exchange) {
			if x.is("rpc/auth") {
				delete(gone, flat(x.client.number))
			} else if cleared && x.namespace == "sysadm" && x.client.over == websocket && x.client.number <= len(gone) {
				x.fail(401)
			}
		})(p)
		asked(func(x *exchange) {
			if x.is("rpc/auth_clear") {
				cleared = true
				for n := range p.count {
					gone[flat(n+1)] = true
				}
			}
		})(p)
	}),
	wrong("login.pipelined", "a request right behind a login is refused, because the login takes effect after a tenth of a second", "auth.pipelined*", func(p *proxy) {
		since := map[*client]time.Time{}
		early := map[*exchange]bool{}
		asked(func(x *exchange) {
			if x.is("rpc/auth") {
				since[x.client] = time.Now()
			} else {
				early[x] = time.Since(since[x.client]) < 100*time.Millisecond
			}
		})(p)
		messages(func(x *exchange) {
			if early[x] {
				x.fail(401)
			}
		})(p)
	}),
	wrong("identify.login", "rpc/identify needs a login", "identify.nobody*", func(p *proxy) {
		in := map[*client]bool{}
		messages(func(x *exchange) {
			in[x.client] = in[x.client] || x.tokens() != nil
			if x.is("rpc/identify") && !in[x.client] {
				x.fail(401)
			}
		})(p)
	}),
	wrong("operator.run", "an operator may run jobs", "dispatcher.run.operator*", forbidden(func(x *exchange) bool { return x.action() == "run" })),
	wrong("operator.kill", "an operator may kill jobs", "dispatcher.kill.operator*", forbidden(func(x *exchange) bool { return x.action() == "kill" })).rightWhere(func(c edition.Compat) bool { return c.RunsOnly }),
	wrong("operator.secretly", "an operator's job is refused, but runs", "dispatcher.run.operator*", replied(func(x *exchange) {
		if x.code() == 403 && x.is("rpc/dispatcher") {
			x.proxy.put("rpc/dispatcher", x.args)
		}
	})),
	wrong("operator.refused.401", "a forbidden request of an operator is answered 401", "dispatcher.run.operator*", errorReplies(when(code(403).and(is("rpc/dispatcher")), recoded(401)))),
	wrong("operator.query", "rpc/query promises an operator rights that he lacks", "dispatcher.query.operator*", classes("rpc/query", func(_ *exchange, args message) {
		if _, ok := args["rpc/dispatcher"]; ok {
			args["rpc/dispatcher"] = "read/write"
		}
	})),
}, openActions())

// openActions need no login, one each.
func openActions() []Mutant {
	var list []Mutant
	for _, action := range slices.Sorted(maps.Keys(promised)) {
		list = append(list, wrong(action+".login.none", action+" needs no login", "auth.required."+action+".*",
			obeys(func(x *exchange) bool { return x.is(action) })).offered(action))
	}
	return list
}

// lacks says where there is no such class.
func lacks(class string) func(edition.Compat) bool {
	return func(c edition.Compat) bool { return slices.Contains(c.Lacks, class) }
}

// obeys carries out some of the requests that were refused for want of a login.
func obeys(which func(x *exchange) bool) func(*proxy) {
	return errorReplies(func(x *exchange) {
		login := x.namespace == "rpc" && strings.HasPrefix(x.name, "auth")
		if x.code() == http.StatusUnauthorized && x.namespace != "" && !login && which(x) {
			x.obey()
		}
	})
}

// secretly does something when a request is refused for want of a login.
func secretly(action string, members ...string) func(*proxy) {
	return errorReplies(func(x *exchange) {
		if x.code() == http.StatusUnauthorized && x.is(action) {
			x.proxy.command(action, members...)
		}
	})
}

// logins bends the replies to logins.
func logins(hook func(x *exchange)) func(*proxy) {
	return messages(func(x *exchange) {
		if x.is("rpc/auth") || x.is("rpc/auth_token") {
			hook(x)
		}
	})
}

// admits lets in some of those whose login was refused.
func admits(which func(x *exchange) bool) func(*proxy) {
	return func(p *proxy) {
		logins(func(x *exchange) {
			if x.code() == http.StatusUnauthorized {
				if x.client.admitted = which(x); x.client.admitted {
					x.say([]any{"Qw1er2ty3ui4op5as6df7gh8jk9", 300})
				}
			}
		})(p)
		obeys(func(x *exchange) bool { return x.client.admitted })(p)
	}
}

// likePassword takes what is like the password for it, over both transports.
func likePassword(name, sentence, caught string, like func(given, password string) bool) Mutant {
	return wrong("login.password."+name, sentence, caught, func(p *proxy) {
		right := func(user, given string) bool { return user == p.inner.User && like(given, p.inner.Password) }
		admits(func(x *exchange) bool { return x.is("rpc/auth") && right(x.text("username"), x.text("password")) })(p)
		obeys(func(x *exchange) bool {
			user, given, _ := (&http.Request{Header: x.client.header}).BasicAuth()
			return x.client.over == rest && right(user, given)
		})(p)
	})
}

// likeToken takes what is like a token that was given for one.
func likeToken(name, sentence, caught string, like func(given, token string) bool) Mutant {
	return wrong("token."+name, sentence, caught, func(p *proxy) {
		given := map[string]bool{}
		logins(func(x *exchange) {
			if token := x.tokens(); token != nil {
				given[token[0].(string)] = true
			}
		})(p)
		admits(func(x *exchange) bool {
			for token := range given {
				if x.is("rpc/auth_token") && like(x.text("token"), token) {
					return true
				}
			}
			return false
		})(p)
	})
}

// seconds tells another life of tokens.
func seconds(n int) func(*proxy) {
	return logins(func(x *exchange) {
		if token := x.tokens(); token != nil {
			token[1] = n
		}
	})
}

// forbidden carries out some of what an operator may not do.
func forbidden(which func(x *exchange) bool) func(*proxy) {
	return errorReplies(func(x *exchange) {
		if x.code() == http.StatusForbidden && x.is("rpc/dispatcher") && which(x) {
			x.obey()
		}
	})
}
