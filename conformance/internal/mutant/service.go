package mutant

import (
	"strings"
)

// serviceMutants are right about one subscription, one key and one log, and wrong
// about several, about those of another user, and about rarer ways to ask.
var serviceMutants = []Mutant{
	wrong("unsubscribe.counted", "who subscribed twice must unsubscribe twice", "unsubscribe.twice", func(p *proxy) {
		times := map[*client]int{}
		asked(func(x *exchange) {
			switch {
			case x.is("events/subscribe"):
				times[x.client]++
			case x.is("events/unsubscribe"):
				if times[x.client]--; times[x.client] > 0 {
					x.succeedWith(message{"unsubscribe": first(x.request["args"])})
				}
			}
		})(p)
	}),
	wrong("unsubscribe.toggles", "unsubscribing without a subscription subscribes", "unsubscribe.none", func(p *proxy) {
		has := map[*client]bool{}
		asked(func(x *exchange) {
			if x.is("events/subscribe") {
				has[x.client] = true
			}
			if x.is("events/unsubscribe") && !has[x.client] {
				x.extra = nil
				x.name = "subscribe"
				x.request["name"] = "subscribe"
			}
		})(p)
		messages(func(x *exchange) {
			if x.request["name"] == "subscribe" && !has[x.client] {
				rename(x.result(), "subscribe", "unsubscribe")
			}
		})(p)
	}),
	wrong("unsubscribe.text", "one name to unsubscribe as a text is refused", "unsubscribe.string", messages(func(x *exchange) {
		if _, isText := x.request["args"].(string); isText && x.is("events/unsubscribe") {
			x.fail(400)
		}
	})),
	wrong("unsubscribe.first", "of several names only the first is unsubscribed from", "unsubscribe.several", asked(func(x *exchange) {
		if list, ok := x.request["args"].([]any); ok && x.is("events/unsubscribe") && len(list) > 1 {
			x.request["args"] = list[:1]
		}
	})),
	wrong("unsubscribe.state", "events of system-state go on after unsubscribe", "unsubscribe.state", asked(func(x *exchange) {
		if x.is("events/unsubscribe") && strings.Contains(flat(x.request["args"]), "system-state") {
			x.succeedWith(message{"unsubscribe": "system-state"})
		}
	})),
	wrong("subscribe.last", "of several names the last is subscribed to", "unsubscribe.one", asked(func(x *exchange) {
		if list, ok := x.request["args"].([]any); ok && len(list) > 1 && x.is("events/subscribe") {
			x.request["args"] = list[len(list)-1:]
		}
	})),
	wrong("subscribe.operator", "only a user with full access may subscribe", "operator.classes", replied(when(byOperator.and(class("events")), failure(403)))),
	wrong("operator.list", "only a user with full access may list jobs", "operator.classes", replied(when(byOperator.and(is("rpc/dispatcher"), asks("list")), failure(403)))),
	wrong("operator.logs", "only a user with full access may read the logs", "operator.classes", replied(when(byOperator.and(is("rpc/logs")), failure(403)))),
	stateEvent("state.health.small", "the health of a pool is written in small letters", "events.news", func(pool message) { pool["health"] = strings.ToLower(flat(pool["health"])) }),
	event("state.hostname", "system-state tells another name of the host than rpc/identify", "system-state.host", func(e message) {
		if args, ok := e["args"].(message); ok && args["hostname"] != nil {
			args["hostname"] = "localhost.localdomain.example"
		}
	}),
	event("state.pools.lost", "system-state tells nothing of pools", "events.news", func(e message) {
		if args, ok := e["args"].(message); ok {
			delete(args, "zpools")
		}
	}),
	wrong("rest.identify.name", "rpc/identify tells another name of the host over REST", "identify.again", bodies(func(x *exchange) {
		if args := x.result(); args != nil && x.is("rpc/identify") {
			args["hostname"] = "localhost.localdomain.example"
		}
	})),
	wrong("identify.after", "rpc/identify is refused after a login", "identify.again", messages(func(x *exchange) {
		if x.is("rpc/identify") && x.client.user != "" {
			x.fail(400)
		}
	})),
	wrong("logs.first", "of several logs the first is read", "logs.several.*", asked(func(x *exchange) {
		if list, ok := x.args["logs"].([]any); ok && len(list) > 1 {
			x.args["logs"] = list[:1]
		}
	})),
	wrong("logs.array", "logs in an array are refused", "logs.several.*", fail400(func(x *exchange) bool {
		list, ok := x.args["logs"].([]any)
		return ok && len(list) > 1
	})),
	logTimes("logs.time_t", "seconds since 1970 are read as milliseconds", "time_t_seconds", "epoch_mseconds"),
	logTimes("logs.day", "days are read as seconds", "relative_day", "relative_second"),
	logTimes("logs.month", "months are read as seconds", "relative_month", "relative_second"),
	wrong("settings.one", "a user has one key, which the next one replaces", "settings.several.*", func(p *proxy) {
		var before any
		asked(func(x *exchange) {
			if strings.HasPrefix(x.action(), "register_ssl") && x.text("pub_key") != "" {
				if before != nil && before != x.args["pub_key"] {
					x.proxy.put("sysadm/settings", message{"action": "revoke_ssl_certificate", "pub_key": before})
				}
				before = x.args["pub_key"]
			}
		})(p)
	}),
	wrong("settings.revoke.all", "revoking a key revokes all keys of its user", "settings.several.*", replied(func(x *exchange) {
		if strings.HasPrefix(x.action(), "revoke_ssl") && x.code() == 0 {
			reply, _ := x.proxy.put("sysadm/settings", message{"action": "list_ssl_certificates"})
			for _, owned := range objects(reply["args"]) {
				for key := range owned {
					x.proxy.put("sysadm/settings", message{"action": "revoke_ssl_certificate", "pub_key": key})
				}
			}
		}
	})),
	wrong("settings.email.lost", "the email of a key is lost", "settings.strict.*", keys(func(a message) {
		for _, owned := range objects(a) {
			changeTexts(owned, "*", func(v string) string {
				at := strings.Index(v, "Email: ")
				end := strings.Index(v, "\nDate")
				if at < 0 || end < at {
					return v
				}
				return v[:at+7] + v[end:]
			})
		}
	})),
	wrong("settings.nickname.word", "a nickname ends at its first blank", "settings.several.*", asked(func(x *exchange) {
		if strings.HasPrefix(x.action(), "register_ssl") {
			changeTexts(x.args, "nickname", func(v string) string { v, _, _ = strings.Cut(v, " "); return v })
		}
	})),
	wrong("settings.checksums.own", "a checksum is that of the text of the key in base64", "settings.checksums.*", classes("sysadm/settings", func(_ *exchange, a message) {
		if list, ok := a["md5_keys"].([]any); ok {
			for i := range list {
				list[i] = "AAAAAAAAAAAAAAAAAAAAAA=="
			}
		}
	})),
	wrong("auth_ssl.rights", "who logs in with a key has full access", "auth_ssl.rights", func(p *proxy) {
		withKey := map[*client]bool{}
		messages(func(x *exchange) {
			if x.is("rpc/auth_ssl") && x.tokens() != nil {
				withKey[x.client] = true
			}
			if withKey[x.client] && x.code() == 403 {
				x.obey()
			}
		})(p)
	}),
	wrong("auth_ssl.second", "a key logs in once", "auth_ssl.strict", func(p *proxy) {
		times := 0
		messages(func(x *exchange) {
			if x.is("rpc/auth_ssl") && x.tokens() != nil {
				if times++; times > 1 {
					x.fail(401)
				}
			}
		})(p)
	}),
	wrong("auth_ssl.token", "the token of a login with a key logs nobody in", "auth_ssl.token", func(p *proxy) {
		given := map[string]bool{}
		messages(func(x *exchange) {
			if told := x.tokens(); told != nil && x.is("rpc/auth_ssl") {
				given[flat(told[0])] = true
			}
			if x.is("rpc/auth_token") && given[flat(x.args["token"])] {
				x.fail(401)
			}
		})(p)
	}),
}

// stateEvent bends what system-state tells of each pool.
func stateEvent(name, sentence, caught string, bend func(pool message)) Mutant {
	return event(name, sentence, caught, func(e message) {
		if args, ok := e["args"].(message); ok {
			for _, pool := range objects(args["zpools"]) {
				bend(pool)
			}
		}
	})
}

// logTimes takes times of read_logs that are in one format as in another.
func logTimes(name, sentence, format, taken string) Mutant {
	return wrong(name, sentence, "logs.formats.*", asked(func(x *exchange) {
		if x.action() == "read_logs" && x.args["time_format"] == format {
			x.args["time_format"] = taken
		}
	}))
}

// fail400 refuses some requests.
func fail400(which func(x *exchange) bool) func(*proxy) {
	return asked(func(x *exchange) {
		if which(x) {
			x.answered = true
			x.fail(400)
		}
	})
}
