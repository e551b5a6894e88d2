package right

import (
	"net/http"
	"slices"
	"strings"
)

// jobMutants are wrong about events and jobs.
var jobMutants = []mutant{
	// What subscribing does.
	bent("subscribe: a string is no name", "subscribe.string", func(s *server) {
		subscribes := s.subscribes
		s.subscribes = func(args any) ([]string, int) {
			if _, isText := args.(string); isText {
				return nil, 400
			}
			return subscribes(args)
		}
	}),
	bent("subscribe: an array is no name", "subscribe.array", func(s *server) {
		subscribes := s.subscribes
		s.subscribes = func(args any) ([]string, int) {
			if _, isText := args.(string); !isText {
				return nil, 400
			}
			return subscribes(args)
		}
	}),
	messages("subscribe: answered with an empty object", "subscribe.array", func(m, _ object) { confirm(m, func(a object) { clear(a) }) }),
	messages("subscribe: answered with an array", "subscribe.array", func(m, _ object) {
		confirm(m, func(a object) { a["subscribe"] = []any{a["subscribe"]} })
	}),
	messages("subscribe: answered under another name", "subscribe.array", func(m, _ object) {
		confirm(m, func(a object) { rename(a, "subscribe", "subscribed") })
	}),
	messages("subscribe: more is told", "subscribe.strict", func(m, _ object) { confirm(m, func(a object) { a["count"] = 1 }) }),
	messages("unsubscribe: more is told", "subscribe.strict", func(m, _ object) {
		if a, ok := m["args"].(object); ok && a["unsubscribe"] != nil {
			a["count"] = 1
		}
	}),
	bent("subscribe: the first name is confirmed", "subscribe.several", func(s *server) {
		subscribes := s.subscribes
		s.subscribes = func(args any) ([]string, int) {
			names, code := subscribes(args)
			slices.Reverse(names)
			return names, code
		}
	}),
	bent("subscribe: any name is confirmed", "subscribe.unknown", func(s *server) {
		s.subscribes = func(args any) ([]string, int) { return texts(args), 200 }
	}),
	bent("subscribe: an unknown name spoils the others", "subscribe.unknown", func(s *server) {
		subscribes := s.subscribes
		s.subscribes = func(args any) ([]string, int) {
			names, code := subscribes(args)
			if len(names) < len(texts(args)) {
				names = nil
			}
			return names, code
		}
	}),
	bent("subscribe: nothing at all is fine", "subscribe.empty", func(s *server) {
		subscribes := s.subscribes
		s.subscribes = func(args any) ([]string, int) {
			names, _ := subscribes(args)
			return names, 200
		}
	}),
	bent("subscribe: nobody may", "subscribe.nobody", func(s *server) {
		admits := s.admits
		s.admits = func(c *caller) bool { return admits(c) || c.send != nil }
	}),
	messages("subscribe: an unknown verb is a success", "subscribe.verb", func(m, q object) {
		if q["name"] == "no-such-verb" {
			m["name"], m["args"] = "response", object{}
		}
	}),
	bodies("subscribe: fails over REST", "subscribe.rest", func(status int, _ object, _ http.Header) int {
		if status == 400 {
			return 500
		}
		return status
	}),
	bent("unsubscribe: nothing happens", "unsubscribe.ends", func(s *server) { s.unsubscribe = func(*caller, string) {} }),
	messages("unsubscribe: answered as subscribe", "unsubscribe.again", func(m, _ object) {
		if a, ok := m["args"].(object); ok && a["unsubscribe"] != nil {
			rename(a, "unsubscribe", "subscribe")
		}
	}),

	// What events say.
	events("events: each is sent twice", "dispatcher.events", func(a object) []object { return []object{a, a} }),
	events("events: the end is sent twice", "dispatcher.events", func(a object) []object {
		if a["state"] == "finished" {
			return []object{a, a}
		}
		return []object{a}
	}),
	events("events: all are of the end", "dispatcher.events.strict", func(a object) []object {
		if a["state"] != "finished" {
			return nil
		}
		return []object{a}
	}),
	events("events: pending is left out", "dispatcher.events.strict", func(a object) []object {
		if a["state"] == "pending" {
			return nil
		}
		return []object{a}
	}),
	events("events: pending comes after running", "dispatcher.events", func(a object) []object {
		switch a["state"] {
		case "pending":
			return nil
		case "running":
			return []object{a, {"state": "pending", "process_id": a["process_id"]}}
		}
		return []object{a}
	}),
	events("events: an unknown state", "dispatcher.events", func(a object) []object {
		if a["state"] == "running" {
			a["state"] = "started"
		}
		return []object{a}
	}),
	events("events: codes are numbers", "dispatcher.events.strict", func(a object) []object {
		return detailed(a, func(d object) {
			for name := range d {
				if strings.HasPrefix(name, "return_codes/") {
					d[name] = 0
				}
			}
		})
	}),
	events("events: without process_details", "dispatcher.events.strict", func(a object) []object {
		delete(a, "process_details")
		return []object{a}
	}),
	events("events: the time is in another form", "dispatcher.events.strict", func(a object) []object {
		return detailed(a, func(d object) { d["time_started"] = "01.03.2026 09:30" })
	}),
	events("events: the output is lost", "dispatcher.chain.*", func(a object) []object {
		return detailed(a, func(d object) { delete(d, "echo two") })
	}),
	bent("events: all connections get them", "dispatcher.events", func(s *server) { everybodyHears(s) }),
	bent("events: who subscribes twice gets them twice", "dispatcher.events.once", func(s *server) {
		subscribes, seen := s.subscribes, 0
		s.subscribes = func(args any) ([]string, int) { seen++; return subscribes(args) }
		s.tells = func(_ string, a object) []object { return slices.Repeat([]object{a}, max(seen, 1)) }
	}),

	// What jobs do.
	bent("jobs: anybody with a login may run them", "dispatcher.run.operator.*", func(s *server) { s.mayRun = func(*caller) bool { return true } }),
	classes("jobs: a refused one is run all the same", "dispatcher.run.operator.*", "run", func(s *server, args object, answer any, code int) (any, int) {
		if code == 403 {
			s.start(args)
		}
		return answer, code
	}),
	bent("jobs: no login is needed to run them", "dispatcher.run.nobody.*", func(s *server) { s.admits = func(*caller) bool { return true } }),
	bent("jobs: the query promises what is refused", "dispatcher.query.operator.*", func(s *server) { s.readOnly = false }),
	classes("jobs: any action is fine", "dispatcher.action.*", "no-such-action", func(_ *server, _ object, _ any, _ int) (any, int) {
		return object{}, 200
	}),
	classes("jobs: no action is fine", "dispatcher.action.*", "", func(s *server, args object, _ any, _ int) (any, int) {
		return s.start(args), 200
	}),
	started("jobs: the ids are not sorted", "dispatcher.run.*", func(ids []string) any { slices.Reverse(ids); return ids }),
	started("jobs: one id as text", "dispatcher.run.*", func(ids []string) any { return ids[0] }),
	started("jobs: nothing is started", "dispatcher.run.*", func([]string) any { return []string{} }),
	messages("jobs: more is told of the start", "dispatcher.run.strict.websocket", func(m, _ object) {
		if a, ok := m["args"].(object); ok && a["started"] != nil {
			a["queued"] = []any{}
		}
	}),
	bent("jobs: a failure stops nothing", "dispatcher.chain.*", func(s *server) { s.stops = false }),
	bent("jobs: the codes are all 0", "dispatcher.chain.*", func(s *server) {
		s.program = func(j *job, words []string) (string, int) { output, _ := programs(j, words); return output, 0 }
	}),
	bent("jobs: their input is closed", "dispatcher.input", func(s *server) {
		s.program = func(j *job, words []string) (string, int) {
			if len(words) == 1 && words[0] == "cat" {
				return "cat: stdin: Bad file descriptor\n", 1
			}
			return programs(j, words)
		}
	}),
	bent("jobs: what they complain of is lost", "dispatcher.output.errors", func(s *server) {
		s.program = func(j *job, words []string) (string, int) {
			output, code := programs(j, words)
			if code != 0 {
				output = ""
			}
			return output, code
		}
	}),
	bent("jobs: a shell reads them", "dispatcher.shell", func(s *server) {
		s.split = func(command string) []string {
			first, _, _ := strings.Cut(command, ";")
			return words(strings.ReplaceAll(first, "$HOME", "/root"))
		}
	}),
	bent("jobs: quotes are text", "dispatcher.words", func(s *server) { s.split = strings.Fields }),
	bent("jobs: every program is there", "dispatcher.absent", func(s *server) {
		s.program = func(j *job, words []string) (string, int) {
			if strings.HasPrefix(words[0], "/") {
				return "", 0
			}
			return programs(j, words)
		}
	}),
	bent("jobs: one is never told to have ended", "dispatcher.absent", func(s *server) {
		s.tells = func(_ string, a object) []object {
			if d, ok := a["process_details"].(object); ok && d["return_codes//nonexistent/no-such-program"] != nil {
				a["state"] = "running"
				d["state"] = "running"
			}
			return []object{a}
		}
		s.stops = false
		s.program = func(j *job, words []string) (string, int) { return programs(j, []string{"true"}) }
	}),
	bent("jobs: those of iocage run at once", "dispatcher.queue", func(s *server) { s.waits = false }),
	bent("jobs: another queue", "dispatcher.list.strict.*", func(s *server) { s.queue = "user_queue" }),
	classes("jobs: the list is empty", "dispatcher.list.*", "list", func(*server, object, any, int) (any, int) {
		return object{"jobs": object{}}, 200
	}),
	classes("jobs: the list has no queues", "dispatcher.list.*", "list", func(_ *server, _ object, answer any, _ int) (any, int) {
		return object{"jobs": answer.(object)["jobs"].(map[string]object)["no_queue"]}, 200
	}),
	bent("jobs: kill kills nothing", "dispatcher.kill", func(s *server) {
		s.kills = false
		s.program = func(j *job, words []string) (string, int) {
			if words[0] == "sleep" {
				return "", 0
			}
			return programs(j, words)
		}
	}),
	bent("jobs: the next command runs after a kill", "dispatcher.kill", func(s *server) { s.stops = false }),
	classes("jobs: anything is killed", "dispatcher.kill.several.*", "kill", func(_ *server, args object, _ any, _ int) (any, int) {
		return object{"killed": object{"jobs": texts(args["job_id"])}}, 200
	}),
	classes("jobs: one of two is killed", "dispatcher.kill.several.*", "kill", func(_ *server, args object, _ any, _ int) (any, int) {
		return object{"killed": object{"jobs": texts(args["job_id"])[:1]}}, 200
	}),
	classes("jobs: killed without a list", "dispatcher.kill", "kill", func(_ *server, args object, _ any, _ int) (any, int) {
		return object{"killed": args["job_id"]}, 200
	}),
	bent("jobs: anybody with a login may kill them", "dispatcher.kill.operator.*", func(s *server) { s.mayRun = func(*caller) bool { return true } }),
	bent("tokens: each has full access", "auth.token.rights", func(s *server) { s.ownerOf = func(string) string { return admin } }),

	// What harm does.
	bent("harm: nesting ends the server", "request.nested.*", func(s *server) { harmed(s, func(text string) bool { return strings.Contains(text, "[[[[[[[[") }) }),
	bent("harm: bytes that are no text end the server", "request.garbled.*", func(s *server) {
		harmed(s, func(text string) bool { return strings.Contains(text, "\xff") || strings.Contains(text, "\uFFFD") })
	}),

	// What is told of how the host is.
	events("system-state: the pools in an array", "system-state.last", func(a object) []object {
		if a["zpools"] != nil {
			a["zpools"] = []any{"tank"}
		}
		return []object{a}
	}),
	events("system-state: no host", "system-state.last", func(a object) []object { delete(a, "hostname"); return []object{a} }),
	events("system-state: a priority that is a number", "system-state.strict", func(a object) []object {
		if a["priority"] != nil {
			a["priority"] = "0"
		}
		return []object{a}
	}),
}

// confirm bends the confirmation of a subscription.
func confirm(m object, bend func(args object)) {
	if a, ok := m["args"].(object); ok && a["subscribe"] != nil {
		bend(a)
	}
}

// detailed bends the details of a job.
func detailed(a object, bend func(details object)) []object {
	if d, ok := a["process_details"].(object); ok {
		bend(d)
	}
	return []object{a}
}

// everybodyHears makes whoever asks anything a subscriber.
func everybodyHears(s *server) {
	admits := s.admits
	s.admits = func(c *caller) bool {
		if c.send != nil {
			s.mu.Lock()
			if len(s.subscribers[c]) == 0 {
				s.subscribers[c] = []string{"dispatcher"}
			}
			s.mu.Unlock()
		}
		return admits(c)
	}
}

// started bends the ids that run answers.
func started(name, caught string, bend func(ids []string) any) mutant {
	return classes(name, caught, "run", func(_ *server, _ object, answer any, code int) (any, int) {
		if a, ok := answer.(object); ok {
			a["started"] = bend(a["started"].([]string))
		}
		return answer, code
	})
}

// harmed is a server that lets nobody in any more after a message of a kind.
func harmed(s *server, bad func(text string) bool) {
	read, admits, broken := s.read, s.admits, false
	s.read = func(text []byte) (object, error) {
		broken = broken || bad(string(text))
		return read(text)
	}
	s.admits = func(c *caller) bool { return !broken && admits(c) }
}
