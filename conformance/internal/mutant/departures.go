package mutant

import (
	"net/http"
	"strings"
	"time"
)

// departureMutants are right to clients that stay, and to commands of one word: they
// lose what belongs to those who leave, come back or were refused.
var departureMutants = []Mutant{
	wrong("subscribe.refused.kept", "a client whose subscription is refused is told of events", "dispatcher.events.once", func(p *proxy) {
		var refused *client
		messages(func(x *exchange) {
			if x.is("events/subscribe") && x.code() == 401 {
				refused = x.client
			}
		})(p)
		p.events = append(p.events, func(_ *client, e message) []message {
			if refused != nil {
				refused.write(1, []byte(flat(e)))
			}
			return []message{e}
		})
	}),
	wrong("subscribe.once", "who has unsubscribed cannot subscribe again", "unsubscribe.twice", func(p *proxy) {
		left := map[*client]bool{}
		asked(func(x *exchange) { left[x.client] = left[x.client] || x.is("events/unsubscribe") })(p)
		p.events = append(p.events, func(c *client, e message) []message {
			if left[c] {
				return nil
			}
			return []message{e}
		})
	}),
	wrong("subscriber.left", "when a subscriber has left the others are told of nothing", "unsubscribe.others", func(p *proxy) {
		subscribed, broken := map[*client]bool{}, false
		asked(func(x *exchange) { subscribed[x.client] = subscribed[x.client] || x.is("events/subscribe") })(p)
		p.leaves = append(p.leaves, func(c *client) { broken = broken || subscribed[c] })
		p.events = append(p.events, func(_ *client, e message) []message {
			if broken {
				return nil
			}
			return []message{e}
		})
	}),
	wrong("execjail.left", "a client that leaves while its command runs in a jail takes the server with it", "execjail.left", leaving),
	wrong("job.client.left", "jobs end when the client leaves that started them", "dispatcher.others", func(p *proxy) {
		own := starters(p)
		p.leaves = append(p.leaves, func(c *client) {
			for id, by := range own {
				if by == c.number {
					p.put("rpc/dispatcher", message{"action": "kill", "job_id": id})
				}
			}
		})
	}),
	wrong("job.kill.like", "a kill also ends the jobs whose ids begin like the one that is named", "dispatcher.kill.strict.*", asked(func(x *exchange) {
		if id := x.text("job_id"); x.is("rpc/dispatcher") && x.action() == "kill" && x.client.user == x.proxy.inner.User && id != "" {
			reply, _ := x.proxy.put("rpc/dispatcher", message{"action": "list"})
			args, _ := reply["args"].(message)
			for _, queue := range objects(args["jobs"]) {
				for other := range queue {
					if other != id && strings.HasPrefix(other, id) {
						x.proxy.put("rpc/dispatcher", message{"action": "kill", "job_id": other})
					}
				}
			}
		}
	})),
	wrong("job.list.first", "of the commands of a job the first is listed", "dispatcher.list.*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		for _, queue := range objects(a["jobs"]) {
			for _, j := range objects(queue) {
				if list, ok := j["commands"].([]any); ok && len(list) > 1 {
					j["commands"] = list[:1]
				}
			}
		}
	})),
	wrong("job.id.small", "ids of jobs come back in small letters", "dispatcher.list.*", spelled(func(x *exchange, text []byte) []byte {
		if x.is("rpc/dispatcher") && x.code() == 0 {
			return []byte(strings.ReplaceAll(string(text), "-Aa", "-aa"))
		}
		return text
	})),
	jobEvent("job.words.empty", "each blank of several parts two words of a command", "dispatcher.output.strict", func(a message) {
		outputs(a, func(v string) string { return strings.ReplaceAll(v, "the end", " the   end") })
	}),
}

// leaving answers nobody any more once a client has left before its command in a
// jail was answered. The client has left before the server is asked.
func leaving(p *proxy) {
	unanswered, broken := map[*client]int{}, false
	slow := func(x *exchange) bool { return x.client.over == websocket && x.action() == "execjail" }
	asked(func(x *exchange) {
		switch {
		case broken:
			x.answered = true
			x.fail(http.StatusInternalServerError)
		case slow(x):
			unanswered[x.client]++
		}
	})(p)
	p.gates = append(p.gates, func(x *exchange) {
		if slow(x) {
			time.Sleep(20 * time.Millisecond)
		}
	})
	replied(func(x *exchange) {
		if slow(x) {
			unanswered[x.client]--
		}
	})(p)
	p.leaves = append(p.leaves, func(c *client) { broken = broken || unanswered[c] > 0 })
}
