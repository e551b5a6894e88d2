package mutant

import (
	"strings"
)

// dispatchingMutants are right about one job of one client, and wrong about several,
// about those of others, and about rarer commands and outputs.
var dispatchingMutants = []Mutant{
	wrong("job.list.own", "a connection is told of the jobs that it started", "dispatcher.others", func(p *proxy) {
		own := starters(p)
		classes("rpc/dispatcher", func(x *exchange, a message) {
			for _, queue := range objects(a["jobs"]) {
				for id := range queue {
					if by := own[id]; by != 0 && by != x.client.number {
						delete(queue, id)
					}
				}
			}
		})(p)
	}),
	wrong("job.kill.own", "a connection can kill only the jobs that it started", "dispatcher.others", func(p *proxy) {
		own := starters(p)
		asked(func(x *exchange) {
			if by := own[x.text("job_id")]; x.action() == "kill" && by != 0 && by != x.client.number {
				x.succeedWith(message{"killed": message{"jobs": []any{}}})
			}
		})(p)
	}),
	wrong("job.kill.unknown", "a kill of several jobs kills none if one does not exist", "dispatcher.kill.each", asked(func(x *exchange) {
		if list, ok := x.args["job_id"].([]any); ok && x.action() == "kill" && strings.Contains(flat(list), "no-such") {
			x.succeedWith(message{"killed": message{"jobs": []any{}}})
		}
	})),
	wrong("job.kill.first", "of several jobs the first is killed, and all are named", "dispatcher.kill.each", asked(func(x *exchange) {
		if list, ok := x.args["job_id"].([]any); ok && x.action() == "kill" && len(list) > 0 {
			x.proxy.put("rpc/dispatcher", message{"action": "kill", "job_id": list[0]})
			x.succeedWith(message{"killed": message{"jobs": list}})
		}
	})),
	wrong("job.kill.all", "kill kills all jobs", "dispatcher.kill*", asked(func(x *exchange) {
		if id := x.text("job_id"); x.is("rpc/dispatcher") && x.action() == "kill" && id != "" && !strings.HasPrefix(id, "no-such") {
			reply, _ := x.proxy.put("rpc/dispatcher", message{"action": "list"})
			args, _ := reply["args"].(message)
			for _, queue := range objects(args["jobs"]) {
				for other := range queue {
					if other != id && x.client.user != x.proxy.inner.Operator {
						x.proxy.put("rpc/dispatcher", message{"action": "kill", "job_id": other})
					}
				}
			}
		}
	})),
	wrong("job.queue.position", "every job of a queue has the position 0", "dispatcher.queue.others.*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		for _, queue := range objects(a["jobs"]) {
			for _, j := range objects(queue) {
				if j["queue_position"] != nil {
					j["queue_position"] = "0"
				}
			}
		}
	})),
	wrong("job.queue.pkg", "jobs of the package manager are in no_queue", "dispatcher.queue.others.*", classes("rpc/dispatcher", func(_ *exchange, a message) {
		if queues, ok := a["jobs"].(message); ok {
			rename(queues, "pkg_queue", "no_queue")
		}
	})),
	jobEvent("job.time.zero", "every job began and ended in 1970", "dispatcher.events.strict", func(a message) {
		for _, m := range append(objects(a), a) {
			for _, name := range []string{"time_started", "time_finished"} {
				if m[name] != nil {
					m[name] = "1970-01-01T00:00:00"
				}
			}
		}
	}),
	jobEvent("job.output.first", "of what a command printed the first line is told", "dispatcher.output.strict", func(a message) { outputs(a, func(v string) string { v, _, _ = strings.Cut(v, "\n"); return v + "\n" }) }),
	jobEvent("job.output.ascii", "what is beyond ASCII in an output becomes a question mark", "dispatcher.output", func(a message) {
		outputs(a, func(v string) string {
			return strings.Map(func(r rune) rune {
				if r > 127 {
					return '?'
				}
				return r
			}, v)
		})
	}),
	jobEvent("job.output.trimmed", "blanks around an output are lost", "dispatcher.events.strict", func(a message) { outputs(a, strings.TrimSpace) }),
	jobEvent("job.output.escaped", "outputs are escaped as HTML", "dispatcher.shell", func(a message) {
		outputs(a, strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;").Replace)
	}),
	jobEvent("job.commands.short", "the end of a job names the commands that were run", "dispatcher.events.strict", func(a message) {
		for _, m := range append(objects(a), a) {
			if list, ok := m["cmd_list"].([]any); ok && a["state"] == "finished" && len(list) > 2 {
				m["cmd_list"] = list[:2]
			}
		}
	}),
	wrong("job.run.partly", "a run of which one job is refused starts the others", "dispatcher.run.whole.*", asked(func(x *exchange) {
		if !x.is("rpc/dispatcher") || x.action() != "run" || len(x.args) < 3 || x.client.user == x.proxy.inner.Operator {
			return
		}
		bad, good := false, message{"action": "run"}
		for id, command := range x.args {
			if _, isText := command.(string); isText && id != "action" {
				good[id] = command
			} else if _, isList := command.([]any); !isList && !isText {
				bad = true
			}
		}
		if bad {
			x.proxy.put("rpc/dispatcher", good)
		}
	})),
	wrong("job.run.types", "a command that is not text is left out", "dispatcher.run.whole.*", asked(func(x *exchange) {
		if x.is("rpc/dispatcher") && x.action() == "run" {
			for id, command := range x.args {
				if _, isText := command.(string); !isText {
					if _, isList := command.([]any); !isList {
						delete(x.args, id)
					}
				}
			}
		}
	})),
	wrong("job.run.again", "a job with the id of one that has ended is not run", "dispatcher.run.again", func(p *proxy) {
		once := map[any]bool{}
		asked(func(x *exchange) {
			if x.is("rpc/dispatcher") && x.action() == "run" && x.client.user == x.proxy.inner.User {
				for _, id := range x.jobs() {
					if once[id] {
						x.answered = true
						x.fail(400)
					}
					once[id] = true
				}
			}
		})(p)
	}),
}

// starters records which WebSocket connection started each job, by the job's id.
func starters(p *proxy) map[string]int {
	by := map[string]int{}
	asked(func(x *exchange) {
		if x.is("rpc/dispatcher") && x.action() == "run" && x.client.over == websocket {
			for id := range x.args {
				by[id] = x.client.number
			}
		}
	})(p)
	return by
}

// outputs bends what commands printed.
func outputs(args message, change func(string) string) {
	for _, m := range append(objects(args), args) {
		changeTexts(m, "log", change)
		commands, _ := m["cmd_list"].([]any)
		for _, command := range commands {
			if name, ok := command.(string); ok {
				changeTexts(m, name, change)
			}
		}
	}
}
