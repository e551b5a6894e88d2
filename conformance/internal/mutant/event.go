package mutant

import (
	"slices"
	"strings"
)

// eventMutants lose, repeat, delay or falsify events and jobs.
var eventMutants = []Mutant{
	tells("event.lost", "no event is ever sent", "dispatcher.events system-state.last", func(message) int { return 0 }),
	tells("event.twice", "every event is sent twice", "dispatcher.events", func(message) int { return 2 }),
	tells("event.end.lost", "no event tells of a job's end", "dispatcher.events dispatcher.absent", func(e message) int { return unless(state(e) == "finished") }).rightWhere(logged),
	tells("event.end.twice", "two events tell of a job's end", "dispatcher.events", func(e message) int { return 1 + only1(state(e) == "finished") }).rightWhere(logged),
	tells("event.begin.lost", "no event tells that a job waits or runs", "dispatcher.events.begin", func(e message) int { return unless(state(e) == "running" || state(e) == "pending") }),
	wrong("event.order", "the event running comes after finished", "dispatcher.events", outOfOrder),
	wrong("event.others", "an event for one connection goes to every other, too", "dispatcher.events", func(p *proxy) {
		var told []message
		p.events = append(p.events, func(_ *client, e message) []message { told = append(told, e); return []message{e} })
		messages(func(x *exchange) {
			if x.namespace == "rpc" && len(told) > 0 && x.is("rpc/query") {
				x.extra = append(x.extra, told[len(told)-1])
			}
		})(p)
	}),
	wrong("event.late", "events go on after unsubscribe", "unsubscribe.ends", asked(func(x *exchange) {
		if x.namespace == "events" && x.name == "unsubscribe" {
			x.succeedWith(message{"unsubscribe": first(x.request["args"])})
		}
	})),
	wrong("event.early", "a connection is sent an event without a subscription", "*", messages(func(x *exchange) {
		if x.is("rpc/query") {
			x.extra = append(x.extra, message{"namespace": "events", "name": "dispatcher", "id": "", "args": message{"process_id": "x", "state": "finished"}})
		}
	})),
	event("event.id", "events have an id of their own", "dispatcher.events.strict system-state.strict", func(e message) { e["id"] = "42" }),
	event("event.name", "an event has the name of its namespace", "dispatcher.events system-state.last", func(e message) { e["name"] = "event" }),
	event("event.namespace", "events have the namespace rpc", "dispatcher.events system-state.last", func(e message) { e["namespace"] = "rpc" }),
	event("event.underscore", "names of events have underscores", "system-state.name", func(e message) { e["name"] = strings.ReplaceAll(e["name"].(string), "-", "_") }),
	event("event.args.text", "the arguments of an event are a text", "dispatcher.events* system-state.*", func(e message) { e["args"] = flat(e["args"]) }),
	jobEvent("job.id.other", "an event names another job", "dispatcher.events*", func(a message) { a["process_id"] = "other" }),
	jobEvent("job.state.other", "the end of a job is called done", "dispatcher.events", func(a message) {
		if a["state"] == "finished" {
			a["state"] = "done"
		}
	}).rightWhere(logged),
	jobEvent("job.codes.zero", "every command ended with 0", "dispatcher.chain*", func(a message) { details(a, "return_codes/", "0") }).rightWhere(logged),
	jobEvent("job.codes.lost", "events do not tell how commands ended", "dispatcher.events.strict dispatcher.chain*", func(a message) {
		for _, m := range append(objects(a), a) {
			for name := range m {
				if strings.HasPrefix(name, "return_codes") {
					delete(m, name)
				}
			}
		}
	}).rightWhere(logged),
	jobEvent("job.output.lost", "what a command printed is empty", "dispatcher.events dispatcher.chain*", func(a message) {
		for _, m := range append(objects(a), a) {
			for name := range m {
				if strings.HasPrefix(name, "echo ") {
					m[name] = ""
				}
			}
		}
	}).rightWhere(logged),
	jobEvent("job.time.dropped", "the end of a job has no time", "dispatcher.events.strict", func(a message) {
		for _, m := range append(objects(a), a) {
			delete(m, "time_finished")
		}
	}),
	wrong("subscribe.nobody", "a client without a login may subscribe", "subscribe.nobody", errorReplies(func(x *exchange) {
		if x.namespace == "events" && x.code() == 401 {
			x.say(message{"subscribe": "dispatcher"})
		}
	})),
	wrong("subscribe.nothing", "subscribe answers success and nothing happens", "dispatcher.events system-state.last", asked(func(x *exchange) {
		if x.namespace == "events" && x.name == "subscribe" {
			x.succeedWith(message{"subscribe": first(x.request["args"])})
		}
	})),
	wrong("subscribe.empty", "subscribe is answered with an empty object", "subscribe.array subscribe.string", subscriptions(func(x *exchange) { x.reply["args"] = message{} })),
	wrong("subscribe.list", "subscribe is answered with an array", "subscribe.array subscribe.string", subscriptions(func(x *exchange) {
		x.reply["args"] = message{"subscribe": []any{x.result()["subscribe"]}}
	})),
	wrong("subscribe.text", "one name as a text is refused", "subscribe.string", subscriptions(func(x *exchange) {
		if _, isText := x.request["args"].(string); isText {
			x.fail(400)
		}
	})),
	wrong("subscribe.array", "names in an array are refused", "subscribe.array", subscriptions(func(x *exchange) {
		if _, isArray := x.request["args"].([]any); isArray {
			x.fail(400)
		}
	})),
	wrong("subscribe.first", "of several names only the first is subscribed to", "subscribe.several", asked(func(x *exchange) {
		if list, ok := x.request["args"].([]any); ok && len(list) > 1 && x.namespace == "events" {
			x.request["args"] = list[:1]
		}
	})),
	wrong("subscribe.unknown", "any name can be subscribed to", "subscribe.unknown subscribe.empty", replied(func(x *exchange) {
		if x.namespace == "events" && x.name == "subscribe" && x.code() == 400 {
			x.say(message{"subscribe": first(x.request["args"])})
		}
	})),
	wrong("subscribe.verb", "an unknown verb of events is a success", "subscribe.verb", errorReplies(func(x *exchange) {
		if x.namespace == "events" && (x.code() == 404 || x.code() == 400) && x.name != "subscribe" {
			x.say(message{x.name: "dispatcher"})
		}
	})),
	wrong("unsubscribe.as.subscribe", "unsubscribe is answered as subscribe", "unsubscribe.again", messages(func(x *exchange) {
		if args := x.result(); args != nil && x.name == "unsubscribe" {
			rename(args, "unsubscribe", "subscribe")
		}
	})),
	wrong("unsubscribe.all", "unsubscribing from one event ends all subscriptions of the connection", "unsubscribe.one", silenced(func(c, other *client) bool { return c == other })),
	wrong("unsubscribe.everybody", "unsubscribing on one connection ends the subscriptions of all", "unsubscribe.others", silenced(func(*client, *client) bool { return true })),
	job("job.run.nothing", "a job is reported as started, but is not", "dispatcher.events dispatcher.chain*", asked(func(x *exchange) {
		if x.is("rpc/dispatcher") && x.action() == "run" {
			x.succeedWith(message{"started": x.jobs()})
		}
	})),
	job("job.run.twice", "a job is run twice", "dispatcher.events*", asked(func(x *exchange) {
		if x.is("rpc/dispatcher") && x.action() == "run" {
			x.proxy.put("rpc/dispatcher", x.args)
		}
	})),
	job("job.list.empty", "the list of jobs is empty", "dispatcher.list*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		if a["jobs"] != nil {
			a["jobs"] = message{}
		}
	})),
	job("job.list.flat", "the list of jobs has no queues", "dispatcher.list*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		for _, queue := range objects(a["jobs"]) {
			a["jobs"] = queue
		}
	})),
	job("job.list.finished", "every job in the list is finished", "dispatcher.list*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		for _, queue := range objects(a["jobs"]) {
			for _, j := range objects(queue) {
				j["state"] = "finished"
			}
		}
	})),
	job("job.list.commands", "the list of jobs does not tell their commands", "dispatcher.list*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		for _, queue := range objects(a["jobs"]) {
			for _, j := range objects(queue) {
				delete(j, "commands")
			}
		}
	})),
	job("job.kill.nothing", "kill kills nothing", "dispatcher.kill*", asked(func(x *exchange) {
		if x.is("rpc/dispatcher") && x.action() == "kill" {
			x.succeedWith(message{"killed": message{"jobs": []any{first(x.args["job_id"])}}})
		}
	})),
	job("job.kill.any", "a job that does not exist is reported as killed", "dispatcher.kill*", replied(func(x *exchange) {
		if x.is("rpc/dispatcher") && x.action() == "kill" && x.client.over == websocket && x.reply != nil {
			x.say(message{"killed": message{"jobs": x.args["job_id"]}})
		}
	})),
	job("job.action.any", "any action of rpc/dispatcher succeeds", "dispatcher.action*", errorReplies(when(is("rpc/dispatcher").and(code(400)), emptySuccess))),
	job("job.started.unsorted", "the jobs started are not in sorted order", "dispatcher.run*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		if list, ok := a["started"].([]any); ok {
			slices.Reverse(list)
		}
	})),
	job("job.started.commands", "the answer has commands in place of ids", "dispatcher.run*", classes("rpc/dispatcher", func(x *exchange, a message) {
		if list, ok := a["started"].([]any); ok && len(list) > 0 {
			a["started"] = x.args[list[0].(string)]
		}
	})),
	job("job.shell", "a shell reads the commands of a job", "dispatcher.shell", asked(func(x *exchange) {
		for id, commands := range x.args {
			if list, ok := commands.([]any); ok && x.is("rpc/dispatcher") {
				for i, command := range list {
					if text, ok := command.(string); ok {
						list[i] = shell(text)
					}
				}
			} else if text, ok := commands.(string); ok && x.is("rpc/dispatcher") && id != "action" && id != "job_id" {
				x.args[id] = shell(text)
			}
		}
	})),
}

// silenced keeps events from connections after somebody has unsubscribed, until
// somebody subscribes.
func silenced(whom func(c, unsubscribed *client) bool) func(*proxy) {
	return func(p *proxy) {
		var last *client
		asked(func(x *exchange) {
			switch x.namespace + "/" + x.name {
			case "events/subscribe":
				last = nil
			case "events/unsubscribe":
				last = x.client
			}
		})(p)
		p.events = append(p.events, func(c *client, e message) []message {
			if last != nil && whom(c, last) {
				return nil
			}
			return []message{e}
		})
	}
}

// state is that of the job that an event is about, "" if there is none.
func state(e message) string {
	args, _ := e["args"].(message)
	text, _ := args["state"].(string)
	return text
}

func unless(b bool) int { return 1 - only1(b) }

func only1(b bool) int {
	if b {
		return 1
	}
	return 0
}

// tells sends each event so often.
func tells(name, sentence, caught string, times func(e message) int) Mutant {
	return wrong(name, sentence, caught, func(p *proxy) {
		p.events = append(p.events, func(_ *client, e message) []message { return slices.Repeat([]message{e}, times(e)) })
	})
}

// event bends every event.
func event(name, sentence, caught string, bend func(e message)) Mutant {
	return wrong(name, sentence, caught, func(p *proxy) {
		p.events = append(p.events, func(_ *client, e message) []message { bend(e); return []message{e} })
	})
}

// jobEvent bends what is told of a job.
func jobEvent(name, sentence, caught string, bend func(args message)) Mutant {
	return event(name, sentence, caught, func(e message) {
		if args, ok := e["args"].(message); ok && e["name"] == "dispatcher" {
			bend(args)
		}
	})
}

func job(name, sentence, caught string, bend func(*proxy)) Mutant {
	return wrong(name, sentence, caught, bend)
}

// details sets members that begin so, at both depths where they may stand.
func details(args message, prefix, value string) {
	for _, m := range append(objects(args), args) {
		for name := range m {
			if strings.HasPrefix(name, prefix) {
				m[name] = value
			}
		}
	}
	for _, m := range objects(args["process_details"]) {
		for name := range m {
			m[name] = value
		}
	}
}

// outOfOrder keeps what a job's beginning tells until its end has been told.
func outOfOrder(p *proxy) {
	kept := map[*client][]message{}
	p.events = append(p.events, func(c *client, e message) []message {
		switch state(e) {
		case "pending", "running":
			kept[c] = append(kept[c], e)
			return nil
		case "finished":
			events := append([]message{e}, kept[c]...)
			kept[c] = nil
			return events
		}
		return []message{e}
	})
}

// subscriptions bends what subscribe is answered when it succeeds.
func subscriptions(hook func(x *exchange)) func(*proxy) {
	return messages(func(x *exchange) {
		if x.namespace == "events" && x.name == "subscribe" && x.code() == 0 {
			hook(x)
		}
	})
}

// first is the first of an array, or the value itself.
func first(v any) any {
	if list, ok := v.([]any); ok && len(list) > 0 {
		return list[0]
	}
	return v
}

// jobs are the ids of the jobs that a request is to start.
func (x *exchange) jobs() []any {
	var ids []string
	for id := range x.args {
		if id != "action" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	list := []any{}
	for _, id := range ids {
		list = append(list, id)
	}
	return list
}
