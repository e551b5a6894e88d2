package mutant

import (
	"cmp"
	"maps"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/effect"
)

// crowdMutants are right to who asks one thing after the other: they keep what
// belongs to one request, one connection or one command in a place that all share.
var crowdMutants = []Mutant{
	oneAtATime("all", "a command holds up every other, on whatever connection", "message.slow", func(*client) any { return nil }),
	oneAtATime("connection", "a command holds up the others on its connection", "message.slow", func(c *client) any { return c }),
	wrong("lock.rest", "a request over REST waits until none is in flight over WebSocket", "message.slow.transports", func(p *proxy) {
		busy, free := 0, make(chan struct{})
		close(free)
		asked(func(x *exchange) {
			if x.client.over == websocket {
				if busy++; busy == 1 {
					free = make(chan struct{})
				}
			}
		})(p)
		p.gates = append(p.gates, func(x *exchange) {
			var turn chan struct{}
			hooked(p, func() { turn = free })
			if x.client.over == rest {
				wait(p, turn)
			}
		})
		p.afterwards = append(p.afterwards, func(x *exchange) {
			if x.client.over == websocket {
				if busy--; busy == 0 {
					close(free)
				}
			}
		})
	}),
	wrong("crossed.connection", "a reply goes to the connection that was the last to ask", "execjail.together connections.own message.*", func(p *proxy) {
		var last *client
		asked(func(x *exchange) { last = x.client })(p)
		messages(func(x *exchange) {
			if last.over == websocket {
				x.to = last
			}
		})(p)
	}),
	wrong("crossed.id", "a reply has the id of the last request on any connection", "connections.own", func(p *proxy) {
		var last any
		asked(func(x *exchange) { last = x.request["id"] })(p)
		messages(func(x *exchange) { x.reply["id"] = last })(p)
	}),
	wrong("crossed.action", "an answer stands under the action of the last request", "message.inflight* connections.own", func(p *proxy) {
		last := ""
		asked(func(x *exchange) { last = x.action() })(p)
		messages(func(x *exchange) { rename(x.result(), x.action(), last) })(p)
	}),
	wrong("mixed.exec", "commands in jails that run at once print into one buffer", "execjail.together", func(p *proxy) {
		running, buffer := 0, message{}
		asked(func(x *exchange) {
			if x.is("execjail") {
				running++
			}
		})(p)
		answers("execjail", func(_ *exchange, a message) any {
			said, _ := a["success"].(message)
			maps.Copy(buffer, said)
			a["success"] = maps.Clone(buffer)
			if running--; running == 0 {
				clear(buffer)
			}
			return a
		})(p)
	}).offered("execjail"),
	wrong("mixed.jobs", "events of jobs that run at the same time all show the first one's output", "dispatcher.together", func(p *proxy) {
		together, first := map[any]bool{}, ""
		asked(func(x *exchange) {
			for job := range x.args {
				together[job] = x.action() == "run" && len(x.args) > 2
			}
		})(p)
		p.events = append(p.events, func(_ *client, e message) []message {
			args, _ := e["args"].(message)
			for _, m := range append(objects(args), args) {
				for name, value := range m {
					if text, isText := value.(string); isText && together[args["process_id"]] && strings.HasPrefix(name, "echo ") {
						first = cmp.Or(first, text)
						m[name] = first
					}
				}
			}
			return []message{e}
		})
	}),
	cached("connection", "each connection has a list of its own, which is renewed when it changes a jail itself", func(c *client) any { return c.number }),
	cached("transport", "each transport has a list of its own, which is renewed by what is changed over it", func(c *client) any { return c.over }),
	wrong("cache.tag", "settings are cached by tag, and answered for a later jail with the same tag", "createjail.again.*", func(p *proxy) {
		known := map[string]string{}
		answers("getjailsettings", func(x *exchange, a message) any {
			about := x.text("jail") + x.text("prop") + x.text("switches")
			known[about] = cmp.Or(known[about], flat(a))
			return decode([]byte(known[about]))
		})(p)
	}).offered("createjail"),
	wrong("cache.query", "rpc/query gives everybody the answer of the first client", "dispatcher.query.rights.*", func(p *proxy) {
		known := ""
		replied(func(x *exchange) {
			if x.is("rpc/query") && x.code() == 0 {
				known = cmp.Or(known, flat(x.reply["args"]))
				x.reply["args"] = decode([]byte(known))
			}
		})(p)
	}),
}

// oneAtATime has what is asked wait until what was asked before is answered, among
// those that have a lock in common.
func oneAtATime(name, sentence, caught string, lockOf func(c *client) any) Mutant {
	return wrong("lock."+name, sentence, caught, func(p *proxy) {
		locks := map[any]chan struct{}{}
		held := map[*exchange]chan struct{}{}
		p.gates = append(p.gates, func(x *exchange) {
			var lock chan struct{}
			hooked(p, func() {
				key := lockOf(x.client)
				if locks[key] == nil {
					locks[key] = make(chan struct{}, 1)
				}
				lock = locks[key]
			})
			select {
			case lock <- struct{}{}:
				hooked(p, func() { held[x] = lock })
			case <-p.ctx.Done():
			}
		})
		p.afterwards = append(p.afterwards, func(x *exchange) {
			if lock := held[x]; lock != nil {
				delete(held, x)
				<-lock
			}
		})
	})
}

// wait waits until a channel is closed, or the proxy ends.
func wait(p *proxy, closed chan struct{}) {
	select {
	case <-closed:
	case <-p.ctx.Done():
	}
}

// cached answers listjails as the last time, until those who share that have asked for
// a change.
func cached(name, sentence string, shared func(c *client) any) Mutant {
	return wrong("cache."+name, sentence, "*.visible.* transports.* listjails.outside.*", func(p *proxy) {
		known := map[any]string{}
		asked(func(x *exchange) {
			if x.action() != "" && !effect.Reads(x.action()) {
				delete(known, shared(x.client))
			}
		})(p)
		answers("listjails", func(x *exchange, a message) any {
			key := shared(x.client)
			if known[key] == "" {
				known[key] = flat(a)
			}
			return decode([]byte(known[key]))
		})(p)
	})
}
