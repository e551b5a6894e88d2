package mutant

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// aftermathMutants answer a request as they should, and are wrong about what comes of
// it: whose a clone's settings are, what becomes of jails that are gone, on which day
// something happened, what a command printed and how it ended.
var aftermathMutants = []Mutant{
	ofClones("host_hostuuid", "a clone has the UUID of the jail that was cloned among its settings"),
	ofClones("mountpoint", "a clone is told to lie where the jail lies that was cloned"),
	wrong("clonejail.pair.starts", "with a clone the jail starts that was cloned", "clonejail.apart.*", func(p *proxy) {
		origins := clonesIn(p)
		answers("startjail", func(x *exchange, a message) any {
			if of := origins[x.text("jail")]; of != "" {
				x.proxy.command("startjail", "jail", of)
			}
			return a
		})(p)
	}).offered("clonejail"),
	wrong("clonejail.pair.up", "the clone of a jail that is up is up", "clonejail.apart.*", answers("clonejail", func(x *exchange, a message) any {
		if objectIs(x.proxy.jails()[x.proxy.uuidOf(x.text("jail"))], "state", "up") {
			x.proxy.command("startjail", "jail", uuidForm.FindString(flat(a["success"])))
		}
		return a
	})).offered("clonejail"),
	wrong("destroyjail.returns", "destroyed jails are back when a pool is activated", "destroyjail.gone.*", func(p *proxy) {
		gone, back := message{}, message{}
		asked(func(x *exchange) {
			if jails := x.proxy.jails(); x.is("destroyjail") {
				uuid := x.proxy.uuidOf(x.text("jail"))
				gone[uuid] = jails[uuid]
			}
		})(p)
		answers("activatepool", func(_ *exchange, a message) any { maps.Copy(back, gone); return a })(p)
		answers("listjails", func(_ *exchange, a message) any { maps.Copy(a, back); return a })(p)
	}).offered("destroyjail"),
	wrong("createjail.release.any", "a jail of a release that does not exist is made of another", "createjail.release.unmade.*", asked(func(x *exchange) {
		if x.is("createjail") {
			x.args["props"] = strings.ReplaceAll(x.text("props"), "=0.1-RELEASE", "=10.2-RELEASE")
		}
	})).offered("createjail"),
	wrong("createjail.props.defaults", "what a new jail is given is told of the jails before it, too", "createjail.props.*", func(p *proxy) {
		given := ""
		asked(func(x *exchange) {
			if _, notes, found := strings.Cut(x.text("props"), "notes="); found && x.is("createjail") {
				given, _, _ = strings.Cut(notes, " ")
			}
		})(p)
		settings("notes", func(v string) string {
			if given == "" {
				return v
			}
			return given
		})(p)
	}).offered("createjail"),
	wrong("every.up", "the switch -r leaves out the jails that are up", "getjailsettings.every.fresh.*", answers("getjailsettings", func(x *exchange, a message) any {
		if jails := x.proxy.jails(); x.text("switches") != "" {
			maps.DeleteFunc(a, func(uuid string, _ any) bool { return objectIs(jails[uuid], "state", "up") })
		}
		return a
	})).offered("df"),

	// On which day.
	wrong("started.month", "months are counted from 0 in last_started", "startjail.time.*", settings("last_started", monthBefore)).offered("startjail", "getjailsettings"),
	wrong("started.never", "last_started is none, whenever a jail was started", "startjail.time.*", settings("last_started", func(string) string { return "none" })).offered("startjail", "getjailsettings"),
	jobEvent("job.time.month", "months are counted from 0 in the times of jobs", "dispatcher.times", func(a message) { jobTimes(a, monthBefore) }),
	jobEvent("job.time.weekday", "the times of jobs tell the day of the week in place of that of the month", "dispatcher.times", func(a message) {
		jobTimes(a, func(v string) string {
			t, err := time.Parse(jobTimeForm, v[:min(len(v), len(jobTimeForm))])
			if err != nil {
				return v
			}
			return t.AddDate(0, 0, int(t.Weekday())-t.Day()-7).Format(jobTimeForm)
		})
	}),

	// What a command printed, and how it ended.
	jobEvent("job.output.blocks", "letters that lie across two blocks of 4 KiB are broken", "dispatcher.output.long", func(a message) {
		outputs(a, func(v string) string {
			var whole strings.Builder
			for block := range slices.Chunk([]byte(v), 4096) {
				whole.WriteString(strings.ToValidUTF8(string(block), "\uFFFD"))
			}
			return whole.String()
		})
	}),
	jobEvent("job.output.tail", "of an output the last 4 KiB are told", "dispatcher.output.long", func(a message) {
		outputs(a, func(v string) string { return strings.ToValidUTF8(v[max(len(v)-4096, 0):], "") })
	}),
	jobEvent("job.output.lines", "of an output a thousand lines are told", "dispatcher.output.long", func(a message) {
		outputs(a, func(v string) string {
			lines := strings.SplitAfter(v, "\n")
			return strings.Join(lines[:min(len(lines), 1000)], "")
		})
	}),
	jobEvent("job.output.blank", "empty lines of an output are left out", "dispatcher.output.strict", func(a message) {
		outputs(a, func(v string) string { return strings.ReplaceAll(v, "\n\n", "\n") })
	}),
	jobEvent("job.output.indent", "blanks at the beginning of a line are left out", "dispatcher.output.strict", func(a message) {
		outputs(a, func(v string) string { return strings.ReplaceAll(v, "\n  ", "\n") })
	}),
	jobEvent("job.output.control", "tabs are removed from an output", "dispatcher.output.strict", func(a message) {
		outputs(a, func(v string) string { return strings.ReplaceAll(v, "\t", "") })
	}),
	jobEvent("job.code.one", "every failure has the code 1", "dispatcher.codes", func(a message) {
		for _, m := range append(objects(a), a) {
			for name, code := range m {
				if strings.HasPrefix(name, "return_codes/") && code != "0" {
					m[name] = "1"
				}
			}
		}
	}),
	jobEvent("job.commands.once", "a command that stands twice in a job is told once", "dispatcher.codes", func(a message) {
		for _, m := range append(objects(a), a) {
			if list, ok := m["cmd_list"].([]any); ok {
				m["cmd_list"] = slices.Compact(list)
			}
		}
	}),

	// Whom a job concerns.
	wrong("job.list.rights", "users without full access are told of no jobs", "dispatcher.list.operator", classes("rpc/dispatcher", func(x *exchange, a message) {
		if a["jobs"] != nil && x.client.user == x.proxy.inner.Operator {
			a["jobs"] = message{}
		}
	})),
	wrong("job.events.rights", "users without full access are sent no events of jobs", "dispatcher.list.operator", func(p *proxy) {
		p.events = append(p.events, func(c *client, e message) []message {
			if c.user == p.inner.Operator {
				return nil
			}
			return []message{e}
		})
	}),
	wrong("job.kill.group", "the jobs that ran beside a killed one end when another is run", "dispatcher.kill.only", func(p *proxy) {
		killed := false
		asked(func(x *exchange) {
			if x.is("rpc/dispatcher") && x.action() == "run" && killed {
				x.proxy.killAll()
			}
			killed = killed || x.is("rpc/dispatcher") && x.action() == "kill" && x.client.user == x.proxy.inner.User
		})(p)
	}),
}

// ofClones has one setting of each clone be that of the jail that was cloned.
func ofClones(member, sentence string) Mutant {
	return wrong("clonejail.pair."+member, sentence, "clonejail.own.*", func(p *proxy) {
		origins := clonesIn(p)
		rows("getjailsettings", func(x *exchange, name string, row message) {
			if of := origins[name]; of != "" {
				source, _ := x.proxy.command("getjailsettings", "jail", of)[of].(message)
				row[member] = source[member]
			}
		})(p)
	}).offered("clonejail")
}

// clonesIn records the UUID of the jail that each clone was made of, by that of the clone.
func clonesIn(p *proxy) map[string]string {
	origins := map[string]string{}
	answers("clonejail", func(x *exchange, a message) any {
		origins[uuidForm.FindString(flat(a["success"]))] = x.proxy.uuidOf(x.text("jail"))
		return a
	})(p)
	return origins
}

// killAll kills every job of the server.
func (p *proxy) killAll() {
	reply, _ := p.put("rpc/dispatcher", message{"action": "list"})
	args, _ := reply["args"].(message)
	for _, queue := range objects(args["jobs"]) {
		for id := range queue {
			p.put("rpc/dispatcher", message{"action": "kill", "job_id": id})
		}
	}
}

// jobTimeForm is the form of the times of a job, before fractions and zone.
const jobTimeForm = "2006-01-02T15:04:05"

// jobTimes bends the times of a job.
func jobTimes(args message, change func(string) string) {
	for _, m := range append(objects(args), args) {
		changeTexts(m, "time_started", change)
		changeTexts(m, "time_finished", change)
	}
}

// monthBefore is a time of the same day a month before, as of a program that counts the
// months from 0 and the days from 1.
func monthBefore(v string) string {
	day, err := time.Parse(time.DateOnly, v[:min(len(v), len(time.DateOnly))])
	if err != nil {
		return v
	}
	return day.AddDate(0, -1, 0).Format(time.DateOnly) + v[len(time.DateOnly):]
}
