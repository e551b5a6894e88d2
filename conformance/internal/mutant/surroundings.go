package mutant

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/sysadm-go/sysadm/conformance/internal/effect"
)

// surroundingsMutants are right to the client and on the host that their author
// had: wrong to other clients, on other hosts, and where somebody else changes one.
var surroundingsMutants = []Mutant{
	wrong("ping.unanswered", "pings are not answered", "message.ping", func(p *proxy) { p.pong = func(string) (string, bool) { return "", false } }),
	wrong("ping.empty", "a pong lacks the text of its ping", "message.ping", func(p *proxy) { p.pong = func(string) (string, bool) { return "", true } }),
	wrong("text.blank", "a blank precedes every message", "message.text", spelled(func(x *exchange, text []byte) []byte {
		if x.client.over == websocket {
			return append([]byte(" "), text...)
		}
		return text
	})),
	fails("message.plain", "a message without args has no arguments", "args.envelope", http.StatusBadRequest, func(x *exchange) bool {
		_, given := x.request["args"]
		return x.client.over == websocket && x.request != nil && !given
	}),
	fails("rest.args", "args in a body is ignored", "args.envelope.rest", http.StatusBadRequest, func(x *exchange) bool {
		_, given := x.request["args"].(message)
		return x.client.over == rest && given
	}),
	fails("rest.chunked", "a body in chunks is refused", "rest.chunked", http.StatusLengthRequired, func(x *exchange) bool { return x.client.chunked }),
	fails("size.4000", "arguments of 4000 bytes are too large", "size.usual.*", http.StatusRequestEntityTooLarge, func(x *exchange) bool { return len(x.text("note")) > 4000 }),
	fails("class.small", "classes are known only in small letters", "class.case.*", http.StatusNotFound, func(x *exchange) bool { return strings.ToLower(x.namespace+x.name) != x.namespace+x.name }),
	fails("login.extra", "a login with an argument more is refused", "auth.unknown", http.StatusUnauthorized, func(x *exchange) bool {
		return x.client.over == websocket && x.is("rpc/auth") && len(x.args) > 2
	}),
	wrong("login.other.password", "another user's password logs in", "auth.password.others.websocket", asked(func(x *exchange) {
		if inner := x.proxy.inner; x.is("rpc/auth") && x.text("username") == inner.User && x.text("password") == inner.OperatorPassword {
			x.args["password"] = inner.Password
		}
	})),
	wrong("rest.login.stays", "over REST a login holds for what follows on its connection", "auth.rest.connection", func(p *proxy) {
		known := map[string]bool{}
		bodies(func(x *exchange) {
			if x.client.user != "" && x.code() == 0 {
				known[x.client.from] = true
			} else if x.code() == 401 && known[x.client.from] {
				x.obey()
			}
		})(p)
	}),
	wrong("rest.length", "the length of a body is counted in characters", "names.letters.rest", spelled(func(x *exchange, text []byte) []byte {
		if x.client.over == rest {
			return text[:utf8.RuneCount(text)]
		}
		return text
	})),
	wrong("rest.head", "HEAD does what PUT does", "rest.verbs.acts", asked(func(x *exchange) {
		if x.verb == http.MethodHead {
			x.verb = http.MethodPut
		}
	})),
	wrong("origin.null", "a page that hides where it is from is let in", "origin.foreign", func(p *proxy) {
		p.connects = append(p.connects, func(header http.Header) int {
			if header.Get("Origin") == "null" {
				header.Del("Origin")
			}
			return 0
		})
	}),
	wrong("id.number.text", "an id that is a number comes back as text", "message.id.number", messages(func(x *exchange) {
		if id, isNumber := x.request["id"].(json.Number); isNumber {
			x.reply["id"] = id.String()
		}
	})),
	wrong("identify.nameless", "rpc/identify tells an empty name", "identify.strict.*", classes("rpc/identify", func(_ *exchange, a message) { a["hostname"] = "" })),
	wrong("logs.start", "the start time of logs is ignored", "logs.times.*", asked(when(asks("read_logs"), without("start_time")))),
	wrong("subscribe.everything", "a subscriber to one event is also told of jobs", "subscribe.each", asked(func(x *exchange) {
		if names, ok := x.request["args"].([]any); ok && x.is("events/subscribe") {
			x.request["args"] = append([]any{"dispatcher"}, names...)
		}
	})),
	wrong("kill.waiting", "a job that waits cannot be killed", "dispatcher.kill.waiting", func(p *proxy) {
		began := map[any]bool{}
		p.events = append(p.events, func(_ *client, e message) []message {
			args, _ := e["args"].(message)
			began[args["process_id"]] = began[args["process_id"]] || args["state"] == "running"
			return []message{e}
		})
		asked(func(x *exchange) {
			if id := x.args["job_id"]; x.action() == "kill" && !began[id] {
				x.succeedWith(message{"killed": message{"jobs": []any{id}}})
			}
		})(p)
	}),
	wrong("jobs.ended.running", "ended jobs are listed as running", "dispatcher.list.ended", classes("rpc/dispatcher", func(_ *exchange, a message) {
		for _, queue := range objects(a["jobs"]) {
			for _, job := range objects(queue) {
				if job["state"] == "finished" {
					job["state"] = "running"
				}
			}
		}
	})),
	jobEvent("job.system", "every job is reported as the dispatcher's own", "dispatcher.queue", func(a message) {
		if a["event_system"] != nil {
			a["event_system"] = "rpc/dispatcher"
		}
	}),
	wrong("pool.none", "where no pool is active the active pool is an empty name", "deactivatepool.gone.*", refusals("activatepool", func(x *exchange) {
		if _, named := x.args["pool"]; !named {
			x.result()["activatepool"] = message{"currently active": message{"pool": ""}}
		}
	})).offered("activatepool").lacking(heals),
	wrong("props.lines", "properties may also be separated by line breaks", "hostile.props.*", asked(func(x *exchange) {
		if strings.Contains(x.text("props"), "\n") {
			x.args["props"] = strings.ReplaceAll(x.text("props"), "\n", " ")
		}
	})).offered("createjail"),
	wrong("every.word", "a property of every jail is cut after its first word", "getjailsettings.every.blanks.*", answers("getjailsettings", func(x *exchange, a message) any {
		for _, row := range objects(a) {
			if value, ok := row[x.text("prop")].(string); ok && x.text("switches") == "-r" {
				row[x.text("prop")], _, _ = strings.Cut(value, " ")
			}
		}
		return a
	})).offered("df"),
	printed("exec.first", "only the first line that a command prints is answered", "one"),
	printed("exec.last", "only the last line that a command prints is answered", "three"),
	jobEvent("job.times.backwards", "a job began long after it ended", "dispatcher.events*", func(a message) {
		for _, m := range append(objects(a), a) {
			if m["time_started"] != nil && m["time_finished"] != nil {
				m["time_started"], m["time_finished"] = "2099-01-01T00:00:00", "2098-01-01T00:00:00"
			}
		}
	}),
	unseen("listjails", "the list is renewed when this server changes a jail, and only then"),
	unseen("getjailsettings", "settings are read anew when this server changes a jail, and only then"),
	unseen("getdefaultsettings", "default settings are read once"),
	unseen("listtemplates", "templates are read anew when this server changes a jail, and only then"),
	unseen("listreleases", "releases are read anew when this server fetches or cleans some, and only then"),
	odd("tag.word", "of a tag with a blank the first word is listed", "tag", func(tag string) string { tag, _, _ = strings.Cut(tag, " "); return tag }),
	odd("tag.ascii", "what is beyond ASCII in a tag is a question mark", "tag", ascii),
	odd("type", "every jail is a basejail", "type", func(string) string { return "basejail" }),
	odd("ip4.first", "of several addresses one is listed", "ip4", func(all string) string { first, _, _ := strings.Cut(all, ","); return first }).offered("startjail"),
	odd("ip4.none", "no jail has an address", "ip4", func(string) string { return "-" }).offered("startjail"),
	wrong("odd.many", "ten jails are listed, no more", "listjails.odd.*", answers("listjails", func(_ *exchange, a message) any {
		for uuid := range a {
			if len(a) > 10 {
				delete(a, uuid)
			}
		}
		return a
	})),
	value("blanks", "blanks in a row are one in a setting", func(v string) string { return strings.Join(strings.Fields(v), " ") }),
	value("equals", "a setting ends at its first equals sign", func(v string) string { v, _, _ = strings.Cut(v, "="); return v }).caughtBy("listjails.odd.*", "createjail.signs.*"),
	value("ascii", "what is beyond ASCII in a setting is a question mark", ascii),
	value("semicolon", "a setting ends at its first semicolon", func(v string) string { v, _, _ = strings.Cut(v, ";"); return v }),
}

// fails answers some requests with an error, without asking the server.
func fails(name, sentence, caught string, code int, which func(x *exchange) bool) Mutant {
	return wrong(name, sentence, caught, asked(func(x *exchange) {
		if which(x) {
			x.answered = true
			x.fail(code)
		}
	}))
}

// printed answers a command that prints several lines with one of them.
func printed(name, sentence, line string) Mutant {
	return wrong(name, sentence, "execjail.lines.*", answers("execjail", func(_ *exchange, a message) any {
		if said, ok := a["success"].(message); ok && len(said) > 1 {
			a["success"] = message{line: said[line]}
		}
		return a
	})).offered("execjail")
}

// unseen answers an action as the last time, until something is asked for that
// changes the host.
func unseen(action, sentence string) Mutant {
	return unseenWhere(action, action, sentence, func(*exchange) bool { return true })
}

// unseenWhere is unseen for some of the requests for an action.
func unseenWhere(name, action, sentence string, which func(x *exchange) bool) Mutant {
	return wrong("outside."+name, sentence, "listjails.outside.*", func(p *proxy) {
		known := map[string]string{} // answers by the jail they are about
		asked(func(x *exchange) {
			if x.action() != "" && !effect.Reads(x.action()) {
				clear(known)
			}
		})(p)
		answers(action, func(x *exchange, a message) any {
			if !which(x) {
				return a
			}
			about := x.text("jail") + x.text("prop") + x.text("switches")
			known[about] = cmp.Or(known[about], flat(a))
			return decode([]byte(known[about]))
		})(p)
	}).offered(action)
}

// odd bends a member of every jail listed, which shows on odd hosts alone.
func odd(name, sentence, member string, bend func(string) string) Mutant {
	return wrong("odd."+name, sentence, "listjails.odd.*", rows("listjails", func(_ *exchange, _ string, row message) {
		if text, ok := row[member].(string); ok {
			row[member] = bend(text)
		}
	}))
}

// value bends the settings of notes and resolver, which people write.
func value(name, sentence string, bend func(string) string) Mutant {
	return wrong("value."+name, sentence, "listjails.odd.*", rows("getjailsettings", func(_ *exchange, _ string, row message) {
		for _, property := range []string{"notes", "resolver"} {
			if text, ok := row[property].(string); ok {
				row[property] = bend(text)
			}
		}
	})).offered("getjailsettings")
}

func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 {
			return '?'
		}
		return r
	}, text)
}
