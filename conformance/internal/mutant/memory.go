package mutant

import (
	"encoding/json"
	"slices"
	"strings"
)

// memoryMutants are right to whoever asks for the first time, for jails made in the usual
// way, by names of the usual form. They are wrong later, behind something else, or about
// what is rarer.
var memoryMutants = slices.Concat([]Mutant{
	// The second time.
	wrong("stopjail.once", "a jail is stopped once: later it is only said", "startjail.again.*", func(p *proxy) {
		stopped := map[string]bool{}
		answers("stopjail", func(x *exchange, a message) any {
			uuid := p.uuidOf(x.text("jail"))
			if stopped[uuid] && !strings.Contains(flat(a), "INFO") {
				p.command("startjail", "jail", uuid)
			}
			stopped[uuid] = true
			return a
		})(p)
	}).offered("startjail", "stopjail"),
	alreadyIn("startjail", "up"), alreadyIn("stopjail", "down"),
	wrong("clonejail.once", "a jail is cloned once", "clonejail.again.*", func(p *proxy) {
		cloned := map[string]bool{}
		asked(func(x *exchange) {
			if source := p.uuidOf(x.text("jail")); x.is("clonejail") && source != "" {
				if cloned[source] {
					x.succeed(message{"error": "ERROR: a snapshot of that name exists!"})
				}
				cloned[source] = true
			}
		})(p)
	}).offered("clonejail"),
	wrong("clonejail.first", "every clone of a jail is told with the UUID of the first", "clonejail.again.*", func(p *proxy) {
		first := map[string]string{}
		answers("clonejail", func(x *exchange, a message) any {
			told := flat(a)
			uuid, source := uuidForm.FindString(flat(a["success"])), p.uuidOf(x.text("jail"))
			if first[source] == "" {
				first[source] = uuid
			}
			return decode([]byte(strings.ReplaceAll(told, uuid, first[source])))
		})(p)
	}).offered("clonejail"),
	keepsBoot("createjail", "createjail.props.*"), keepsBoot("clonejail", "clonejail.again.*"),
	wrong("auth_clear.once", "a connection is logged out once: a later auth_clear does nothing", "auth.clear.own", func(p *proxy) {
		cleared := map[*client]bool{}
		asked(func(x *exchange) {
			if x.is("rpc/auth_clear") && x.client.over == websocket {
				if cleared[x.client] {
					x.answered, x.copies = true, 0
				}
				cleared[x.client] = true
			}
		})(p)
	}),
	wrong("unsubscribe.once", "a connection unsubscribes once: later it is only said", "unsubscribe.twice", func(p *proxy) {
		gone := map[*client]bool{}
		asked(func(x *exchange) {
			if x.is("events/unsubscribe") {
				if gone[x.client] {
					x.succeedWith(message{"unsubscribe": "dispatcher"})
				}
				gone[x.client] = true
			}
		})(p)
	}),
	wrong("connection.byte", "a connection counts its requests in a byte: the 256th fails", "message.burst", only(eachClient(256), func(x *exchange) { x.fail(500) })),
	wrong("connection.bits", "a connection counts its requests in seven bits: the 128th fails", "message.burst", only(eachClient(128), func(x *exchange) { x.fail(500) })),
	wrong("logins.requests", "sixteen requests over REST log out the connections of their user", "auth.many", func(p *proxy) {
		since := map[*client]int{}
		replied(func(x *exchange) {
			switch {
			case x.client.over == rest && x.client.user == p.inner.User:
				for c := range since {
					since[c]++
				}
			case x.tokens() != nil:
				since[x.client] = 0
			case since[x.client] >= 16 && x.code() == 0:
				x.fail(401)
			}
		})(p)
	}),
	wrong("logins.eight", "eight later logins of its user end a login", "auth.many", func(p *proxy) {
		since := map[*client]int{}
		messages(func(x *exchange) {
			switch {
			case x.tokens() != nil:
				for c := range since {
					since[c]++
				}
				since[x.client] = 0
			case since[x.client] >= 8 && x.code() == 0:
				x.fail(401)
			}
		})(p)
	}),

	// Behind something else.
	behind("refusal.login", "behind a refused login a connection can log in no more", "auth.failed.again",
		is("rpc/auth").and(code(401)), when(is("rpc/auth"), failure(401))),
	behind("error.400", "behind an error 400 a connection is told of no jails", "error.after.*", code(400), hidesJails),
	behind("error.404", "behind an error 404 a connection is told of no jails", "error.after.*", code(404), hidesJails),
	refusesBehind("createjail", "createjail.refused.*"), refusesBehind("activatepool", "activatepool.refused.*"),
	deaf("error", "who was told an error is sent no events", func(x *exchange) bool { return x.code() != 0 }),
	deaf("listjails", "who has asked for the jails is sent no events", is("listjails")),
	deaf("token", "who has logged in with a token is sent no events", is("rpc/auth_token")),
	wrong("event.login.again", "who logs in again is sent no events", "subscribe.after", func(p *proxy) {
		logins := map[*client]int{}
		asked(when(is("rpc/auth"), func(x *exchange) { logins[x.client]++ }))(p)
		withhold(p, func(c *client) bool { return logins[c] > 1 })
	}),

	// While a job runs.
	whileJobsRun("list", "while a job runs there are no jails", func(p *proxy, busy func() bool) {
		replied(when(func(*exchange) bool { return busy() }, hidesJails))(p)
	}),
	whileJobsRun("change", "while a job runs no jail is started", func(p *proxy, busy func() bool) {
		asked(func(x *exchange) {
			if x.is("startjail") && busy() {
				x.succeed(message{"error": "ERROR: busy!"})
			}
		})(p)
	}).offered("startjail"),

	// Jails of another kind.
	lost("clonejail", "df", "clonejail.apart.*"), lost("createjail -e", "df", "createjail.empty.*"),
	strange("clonejail", "execjail", "clonejail.apart.*"), strange("clonejail", "capjail", "clonejail.apart.*"),
	strange("createjail", "startjail", "createjail.again.*"), strange("createjail", "execjail", "createjail.again.*"), strange("createjail", "capjail", "createjail.again.*"),
	strange("createjail -e", "destroyjail", "createjail.empty.*"), strange("createjail -e", "getjailsettings", "createjail.empty.*"),

	// In another order.
	wrong("members.rest", "what stands before the action is lost over REST", "message.members", asked(func(x *exchange) {
		if x.client.over == rest {
			x.forget(x.raw)
		}
	})),
	wrong("members.websocket", "what stands before the action is lost over WebSocket", "message.members", asked(func(x *exchange) {
		var outer struct{ Args json.RawMessage }
		if x.client.over == websocket && json.Unmarshal(x.raw, &outer) == nil {
			x.forget(outer.Args)
		}
	})),
	tagFirst("createjail", "createjail.props.*"), tagFirst("clonejail", "clonejail.again.*"),
}, resolvedOnce(), oddTags())

// alreadyIn says of a jail that was started or stopped once that it is so for ever.
func alreadyIn(action, state string) Mutant {
	return wrong(action+".info", "a jail that was once "+state+" is told as already "+state, "startjail.again.*", func(p *proxy) {
		done := map[string]string{}
		asked(func(x *exchange) {
			if said := done[p.uuidOf(x.text("jail"))]; x.is(action) && said != "" {
				x.succeed(message{x.text("jail"): message{"INFO": said}})
			}
		})(p)
		answers(action, func(x *exchange, a message) any {
			uuid := p.uuidOf(x.text("jail"))
			row, _ := p.jails()[uuid].(message)
			tag, _ := row["tag"].(string)
			done[uuid] = " " + uuid + " (" + tag + ") is already " + state
			return a
		})(p)
	}).offered("startjail", "stopjail")
}

// keepsBoot gives boot=on to every jail made after one that was given it.
func keepsBoot(action, caught string) Mutant {
	return wrong(action+".kept", "boot=on of one request is given to the jails of later ones, too", caught, func(p *proxy) {
		on := false
		given := map[*exchange]string{}
		asked(func(x *exchange) {
			props := x.text("props")
			if x.is(action) && on && props != "" && !strings.Contains(props, "boot=") {
				given[x], x.args["props"] = props, props+" boot=on"
			}
			on = on || x.is(action) && strings.Contains(props, "boot=on")
		})(p)
		answers(action, func(x *exchange, a message) any {
			if props, changed := given[x]; changed {
				a["props"] = props
			}
			return a
		})(p)
	}).offered(action)
}

// behind bends the replies to a client that has had a certain one.
func behind(name, sentence, caught string, had test, bend func(x *exchange)) Mutant {
	return wrong("behind."+name, sentence, caught, func(p *proxy) {
		marked := map[*client]bool{}
		replied(func(x *exchange) {
			if marked[x.client] {
				bend(x)
			}
			marked[x.client] = marked[x.client] || had(x)
		})(p)
	})
}

// hidesJails leaves no row of listjails.
func hidesJails(x *exchange) {
	if in, name, table := x.place("listjails"); table != nil {
		in[name] = message{}
	}
}

// refusesBehind refuses everything once an action was refused.
func refusesBehind(action, caught string) Mutant {
	return wrong("behind.refusal."+action, "once "+action+" was refused it always is", caught, func(p *proxy) {
		refused := false
		asked(func(x *exchange) {
			if refused && x.is(action) && len(x.args) > 1 {
				x.succeed(message{"error": "ERROR: busy!"})
			}
		})(p)
		refusals(action, func(*exchange) { refused = true })(p)
	}).offered(action)
}

// deaf sends no events to a client that has had a certain reply.
func deaf(name, sentence string, had test) Mutant {
	return wrong("event.behind."+name, sentence, "subscribe.after", func(p *proxy) {
		marked := map[*client]bool{}
		replied(func(x *exchange) { marked[x.client] = marked[x.client] || had(x) })(p)
		withhold(p, func(c *client) bool { return marked[c] })
	})
}

// withhold sends some clients no events.
func withhold(p *proxy, from func(c *client) bool) {
	p.events = append(p.events, func(c *client, e message) []message {
		if from(c) {
			return nil
		}
		return []message{e}
	})
}

// whileJobsRun is wrong while the last job that was started has not been killed.
func whileJobsRun(name, sentence string, bend func(p *proxy, busy func() bool)) Mutant {
	return wrong("job.beside."+name, sentence, "dispatcher.beside", func(p *proxy) {
		running := false
		replied(func(x *exchange) {
			if x.is("rpc/dispatcher") && x.code() == 0 && x.action() != "list" {
				running = x.action() == "run"
			}
		})(p)
		bend(p, func() bool { return running })
	})
}
