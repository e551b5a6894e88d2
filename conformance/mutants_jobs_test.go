package conformance_test

import (
	"net/http"
	"slices"
	"strings"
)

// jobMutants are wrong about events and jobs.
var jobMutants = []mutant{
	// What subscribing does.
	bent("subscribe: a string is no name", "subscribe.string", func(r *right) {
		subscribes := r.subscribes
		r.subscribes = func(args any) ([]string, int) {
			if _, isText := args.(string); isText {
				return nil, 400
			}
			return subscribes(args)
		}
	}),
	bent("subscribe: an array is no name", "subscribe.array", func(r *right) {
		subscribes := r.subscribes
		r.subscribes = func(args any) ([]string, int) {
			if _, isText := args.(string); !isText {
				return nil, 400
			}
			return subscribes(args)
		}
	}),
	messages("subscribe: answered with an empty object", "subscribe.array", func(m, _ jsonObject) { confirm(m, func(a jsonObject) { clear(a) }) }),
	messages("subscribe: answered with an array", "subscribe.array", func(m, _ jsonObject) {
		confirm(m, func(a jsonObject) { a["subscribe"] = []any{a["subscribe"]} })
	}),
	messages("subscribe: answered under another name", "subscribe.array", func(m, _ jsonObject) {
		confirm(m, func(a jsonObject) { rename(a, "subscribe", "subscribed") })
	}),
	messages("subscribe: more is told", "subscribe.strict", func(m, _ jsonObject) { confirm(m, func(a jsonObject) { a["count"] = 1 }) }),
	messages("unsubscribe: more is told", "subscribe.strict", func(m, _ jsonObject) {
		if a, ok := m["args"].(jsonObject); ok && a["unsubscribe"] != nil {
			a["count"] = 1
		}
	}),
	bent("subscribe: the first name is confirmed", "subscribe.several", func(r *right) {
		subscribes := r.subscribes
		r.subscribes = func(args any) ([]string, int) {
			names, code := subscribes(args)
			slices.Reverse(names)
			return names, code
		}
	}),
	bent("subscribe: any name is confirmed", "subscribe.unknown", func(r *right) {
		r.subscribes = func(args any) ([]string, int) { return texts(args), 200 }
	}),
	bent("subscribe: an unknown name spoils the others", "subscribe.unknown", func(r *right) {
		subscribes := r.subscribes
		r.subscribes = func(args any) ([]string, int) {
			names, code := subscribes(args)
			if len(names) < len(texts(args)) {
				names = nil
			}
			return names, code
		}
	}),
	bent("subscribe: nothing at all is fine", "subscribe.empty", func(r *right) {
		subscribes := r.subscribes
		r.subscribes = func(args any) ([]string, int) {
			names, _ := subscribes(args)
			return names, 200
		}
	}),
	bent("subscribe: nobody may", "subscribe.nobody", func(r *right) {
		admits := r.admits
		r.admits = func(c *caller) bool { return admits(c) || c.send != nil }
	}),
	messages("subscribe: an unknown verb is a success", "subscribe.verb", func(m, q jsonObject) {
		if q["name"] == "no-such-verb" {
			m["name"], m["args"] = "response", jsonObject{}
		}
	}),
	bodies("subscribe: fails over REST", "subscribe.rest", func(status int, _ jsonObject, _ http.Header) int {
		if status == 400 {
			return 500
		}
		return status
	}),
	bent("unsubscribe: nothing happens", "unsubscribe.ends", func(r *right) { r.unsubscribe = func(*caller, string) {} }),
	messages("unsubscribe: answered as subscribe", "unsubscribe.again", func(m, _ jsonObject) {
		if a, ok := m["args"].(jsonObject); ok && a["unsubscribe"] != nil {
			rename(a, "unsubscribe", "subscribe")
		}
	}),

	// What events say.
	events("events: each is sent twice", "dispatcher.events", func(a jsonObject) []jsonObject { return []jsonObject{a, a} }),
	events("events: the end is sent twice", "dispatcher.events", func(a jsonObject) []jsonObject {
		if a["state"] == "finished" {
			return []jsonObject{a, a}
		}
		return []jsonObject{a}
	}),
	events("events: all are of the end", "dispatcher.events.strict", func(a jsonObject) []jsonObject {
		if a["state"] != "finished" {
			return nil
		}
		return []jsonObject{a}
	}),
	events("events: pending is left out", "dispatcher.events.strict", func(a jsonObject) []jsonObject {
		if a["state"] == "pending" {
			return nil
		}
		return []jsonObject{a}
	}),
	events("events: pending comes after running", "dispatcher.events", func(a jsonObject) []jsonObject {
		switch a["state"] {
		case "pending":
			return nil
		case "running":
			return []jsonObject{a, {"state": "pending", "process_id": a["process_id"]}}
		}
		return []jsonObject{a}
	}),
	events("events: an unknown state", "dispatcher.events", func(a jsonObject) []jsonObject {
		if a["state"] == "running" {
			a["state"] = "started"
		}
		return []jsonObject{a}
	}),
	events("events: codes are numbers", "dispatcher.events.strict", func(a jsonObject) []jsonObject {
		return detailed(a, func(d jsonObject) {
			for name := range d {
				if strings.HasPrefix(name, "return_codes/") {
					d[name] = 0
				}
			}
		})
	}),
	events("events: without process_details", "dispatcher.events.strict", func(a jsonObject) []jsonObject {
		delete(a, "process_details")
		return []jsonObject{a}
	}),
	events("events: the time is in another form", "dispatcher.events.strict", func(a jsonObject) []jsonObject {
		return detailed(a, func(d jsonObject) { d["time_started"] = "01.03.2026 09:30" })
	}),
	events("events: the output is lost", "dispatcher.chain.*", func(a jsonObject) []jsonObject {
		return detailed(a, func(d jsonObject) { delete(d, "echo two") })
	}),
	bent("events: all connections get them", "dispatcher.events", func(r *right) { everybodyHears(r) }),
	bent("events: who subscribes twice gets them twice", "dispatcher.events.once", func(r *right) {
		subscribes, seen := r.subscribes, 0
		r.subscribes = func(args any) ([]string, int) { seen++; return subscribes(args) }
		r.tells = func(_ string, a jsonObject) []jsonObject { return slices.Repeat([]jsonObject{a}, max(seen, 1)) }
	}),

	// What jobs do.
	bent("jobs: anybody with a login may run them", "dispatcher.run.operator.*", func(r *right) { r.mayRun = func(*caller) bool { return true } }),
	classes("jobs: a refused one is run all the same", "dispatcher.run.operator.*", "run", func(r *right, args jsonObject, answer any, code int) (any, int) {
		if code == 403 {
			r.start(args)
		}
		return answer, code
	}),
	bent("jobs: no login is needed to run them", "dispatcher.run.nobody.*", func(r *right) { r.admits = func(*caller) bool { return true } }),
	bent("jobs: the query promises what is refused", "dispatcher.query.operator.*", func(r *right) { r.readOnly = false }),
	classes("jobs: any action is fine", "dispatcher.action.*", "no-such-action", func(_ *right, _ jsonObject, _ any, _ int) (any, int) {
		return jsonObject{}, 200
	}),
	classes("jobs: no action is fine", "dispatcher.action.*", "", func(r *right, args jsonObject, _ any, _ int) (any, int) {
		return r.start(args), 200
	}),
	started("jobs: the ids are not sorted", "dispatcher.run.*", func(ids []string) any { slices.Reverse(ids); return ids }),
	started("jobs: one id as text", "dispatcher.run.*", func(ids []string) any { return ids[0] }),
	started("jobs: nothing is started", "dispatcher.run.*", func([]string) any { return []string{} }),
	messages("jobs: more is told of the start", "dispatcher.run.strict.websocket", func(m, _ jsonObject) {
		if a, ok := m["args"].(jsonObject); ok && a["started"] != nil {
			a["queued"] = []any{}
		}
	}),
	bent("jobs: a failure stops nothing", "dispatcher.chain.*", func(r *right) { r.stops = false }),
	bent("jobs: the codes are all 0", "dispatcher.chain.*", func(r *right) {
		r.program = func(j *rightJob, words []string) (string, int) { output, _ := programs(j, words); return output, 0 }
	}),
	bent("jobs: a shell reads them", "dispatcher.shell", func(r *right) {
		r.split = func(command string) []string {
			first, _, _ := strings.Cut(command, ";")
			return words(strings.ReplaceAll(first, "$HOME", "/root"))
		}
	}),
	bent("jobs: quotes are text", "dispatcher.words", func(r *right) { r.split = strings.Fields }),
	bent("jobs: every program is there", "dispatcher.absent", func(r *right) {
		r.program = func(j *rightJob, words []string) (string, int) {
			if strings.HasPrefix(words[0], "/") {
				return "", 0
			}
			return programs(j, words)
		}
	}),
	bent("jobs: one is never told to have ended", "dispatcher.absent", func(r *right) {
		r.tells = func(_ string, a jsonObject) []jsonObject {
			if d, ok := a["process_details"].(jsonObject); ok && d["return_codes//nonexistent/no-such-program"] != nil {
				a["state"] = "running"
				d["state"] = "running"
			}
			return []jsonObject{a}
		}
		r.stops = false
		r.program = func(j *rightJob, words []string) (string, int) { return programs(j, []string{"true"}) }
	}),
	bent("jobs: those of iocage run at once", "dispatcher.queue", func(r *right) { r.waits = false }),
	bent("jobs: another queue", "dispatcher.list.strict.*", func(r *right) { r.queue = "user_queue" }),
	classes("jobs: the list is empty", "dispatcher.list.*", "list", func(*right, jsonObject, any, int) (any, int) {
		return jsonObject{"jobs": jsonObject{}}, 200
	}),
	classes("jobs: the list has no queues", "dispatcher.list.*", "list", func(_ *right, _ jsonObject, answer any, _ int) (any, int) {
		return jsonObject{"jobs": answer.(jsonObject)["jobs"].(map[string]jsonObject)["no_queue"]}, 200
	}),
	bent("jobs: kill kills nothing", "dispatcher.kill", func(r *right) {
		r.kills = false
		r.program = func(j *rightJob, words []string) (string, int) {
			if words[0] == "sleep" {
				return "", 0
			}
			return programs(j, words)
		}
	}),
	bent("jobs: the next command runs after a kill", "dispatcher.kill", func(r *right) { r.stops = false }),
	classes("jobs: anything is killed", "dispatcher.kill.several.*", "kill", func(_ *right, args jsonObject, _ any, _ int) (any, int) {
		return jsonObject{"killed": jsonObject{"jobs": texts(args["job_id"])}}, 200
	}),
	classes("jobs: one of two is killed", "dispatcher.kill.several.*", "kill", func(_ *right, args jsonObject, _ any, _ int) (any, int) {
		return jsonObject{"killed": jsonObject{"jobs": texts(args["job_id"])[:1]}}, 200
	}),
	classes("jobs: killed without a list", "dispatcher.kill", "kill", func(_ *right, args jsonObject, _ any, _ int) (any, int) {
		return jsonObject{"killed": args["job_id"]}, 200
	}),
	bent("jobs: anybody with a login may kill them", "dispatcher.kill.operator.*", func(r *right) { r.mayRun = func(*caller) bool { return true } }),
	bent("tokens: each has full access", "auth.token.rights", func(r *right) { r.ownerOf = func(string) string { return rightUser } }),

	// What harm does.
	bent("harm: nesting ends the server", "request.nested.*", func(r *right) { harmed(r, func(text string) bool { return strings.Contains(text, "[[[[[[[[") }) }),
	bent("harm: bytes that are no text end the server", "request.garbled.*", func(r *right) {
		harmed(r, func(text string) bool { return strings.Contains(text, "\xff") || strings.Contains(text, "\uFFFD") })
	}),

	// What is told of how the host is.
	events("system-state: the pools in an array", "system-state.last", func(a jsonObject) []jsonObject {
		if a["zpools"] != nil {
			a["zpools"] = []any{"tank"}
		}
		return []jsonObject{a}
	}),
	events("system-state: no host", "system-state.last", func(a jsonObject) []jsonObject { delete(a, "hostname"); return []jsonObject{a} }),
	events("system-state: a priority that is a number", "system-state.strict", func(a jsonObject) []jsonObject {
		if a["priority"] != nil {
			a["priority"] = "0"
		}
		return []jsonObject{a}
	}),
}

// confirm bends the confirmation of a subscription.
func confirm(m jsonObject, bend func(args jsonObject)) {
	if a, ok := m["args"].(jsonObject); ok && a["subscribe"] != nil {
		bend(a)
	}
}

// events is a server whose events say something else.
func events(name, caught string, bend func(args jsonObject) []jsonObject) mutant {
	return bent(name, caught, func(r *right) {
		r.tells = func(_ string, a map[string]any) []map[string]any { return bend(a) }
	})
}

// detailed bends the details of a job.
func detailed(a jsonObject, bend func(details jsonObject)) []jsonObject {
	if d, ok := a["process_details"].(jsonObject); ok {
		bend(d)
	}
	return []jsonObject{a}
}

// everybodyHears makes whoever asks anything a subscriber.
func everybodyHears(r *right) {
	admits := r.admits
	r.admits = func(c *caller) bool {
		if c.send != nil {
			r.mu.Lock()
			if len(r.subscribers[c]) == 0 {
				r.subscribers[c] = []string{"dispatcher"}
			}
			r.mu.Unlock()
		}
		return admits(c)
	}
}

// started bends the ids that run answers.
func started(name, caught string, bend func(ids []string) any) mutant {
	return classes(name, caught, "run", func(_ *right, _ jsonObject, answer any, code int) (any, int) {
		if a, ok := answer.(jsonObject); ok {
			a["started"] = bend(a["started"].([]string))
		}
		return answer, code
	})
}

// classes bends the answer of an action of the classes beside sysadm/iocage.
func classes(name, caught, action string, bend func(r *right, args jsonObject, answer any, code int) (any, int)) mutant {
	return bent(name, caught, func(r *right) {
		common := r.common
		r.common = func(c *caller, class string, args jsonObject) (any, int, bool) {
			answer, code, found := common(c, class, args)
			if asked, _ := args["action"].(string); found && asked == action {
				answer, code = bend(r, args, answer, code)
			}
			return answer, code, found
		}
	})
}

// harmed is a server that lets nobody in any more after a message of a kind.
func harmed(r *right, bad func(text string) bool) {
	read, admits, broken := r.read, r.admits, false
	r.read = func(text []byte) (jsonObject, error) {
		broken = broken || bad(string(text))
		return read(text)
	}
	r.admits = func(c *caller) bool { return !broken && admits(c) }
}
