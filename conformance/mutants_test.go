package conformance_test

import (
	"crypto/tls"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/websocket"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A mutant is a right server that is wrong in one way, and the check that is
// made for noticing it; others may notice it, too.
type mutant struct {
	name   string
	caught string // glob over ids, at least one check of which must fail
	host   rightHost

	edition edition.Edition // that it claims; the zero one is the default
}

// editions are those that it is judged by.
func (m mutant) editions() []edition.Edition {
	if m.edition.Name == "" {
		return []edition.Edition{edition.Default}
	}
	return []edition.Edition{m.edition}
}

// mutants are the wrong servers. Each stands for a mistake that somebody can
// make, and many for one that somebody has made.
var mutants = slices.Concat(plainMutants, nearMutants, youngMutants, jobMutants, keyMutants, hostileMutants, leverMutants, lastMutants)

// plainMutants are wrong in plain sight.
var plainMutants = []mutant{
	// What listjails says.
	rows("listjails: boot is a boolean", "listjails.shape.*", func(row jsonObject) { row["boot"] = false }),
	rows("listjails: jid is a number", "listjails.shape.*", func(row jsonObject) { row["jid"] = 7 }),
	rows("listjails: tag is missing", "listjails.shape.*", func(row jsonObject) { delete(row, "tag") }),
	rows("listjails: type is missing", "listjails.shape.*", func(row jsonObject) { delete(row, "type") }),
	rows("listjails: ip4 is missing", "listjails.shape.*", func(row jsonObject) { delete(row, "ip4") }),
	rows("listjails: state is renamed", "listjails.shape.*", func(row jsonObject) { rename(row, "state", "status") }),
	rows("listjails: a member is added", "listjails.strict.*", func(row jsonObject) { row["release"] = "10.2-RELEASE" }),
	rows("listjails: state is in capitals", "listjails.shape.*", func(row jsonObject) { row["state"] = strings.ToUpper(row["state"].(string)) }),
	rows("listjails: boot is yes or no", "listjails.shape.*", func(row jsonObject) { row["boot"] = "no" }),
	rows("listjails: a jail that is down has a jid", "listjails.jid.*", func(row jsonObject) {
		if row["state"] == "down" {
			row["jid"] = "9"
		}
	}),
	rows("listjails: a jail that is up has no jid", "listjails.jid.*", func(row jsonObject) { row["jid"] = "-" }),
	rows("listjails: ip4 is the mode of the settings", "listjails.strict.*", func(row jsonObject) { row["ip4"] = "new" }),
	answers("listjails: uuids in capitals", "listjails.shape.*", "listjails", func(rows jsonObject) jsonObject {
		upper := jsonObject{}
		for uuid, row := range rows {
			upper[strings.ToUpper(uuid)] = row
		}
		return upper
	}),
	answers("listjails: under tags", "listjails.shape.*", "listjails", func(rows jsonObject) jsonObject {
		byTag := jsonObject{}
		for _, row := range rows {
			byTag[row.(jsonObject)["tag"].(string)] = row
		}
		return byTag
	}),
	answers("listjails: an empty list", "listjails.all.*", "listjails", func(jsonObject) jsonObject { return jsonObject{} }),
	answers("listjails: running jails only", "listjails.all.*", "listjails", func(rows jsonObject) jsonObject {
		maps.DeleteFunc(rows, func(_ string, row any) bool { return row.(jsonObject)["state"] == "down" })
		return rows
	}),
	answers("listjails: one level too deep", "listjails.shape.*", "listjails", func(rows jsonObject) jsonObject { return jsonObject{"jails": rows} }),
	bent("listjails: a list that is not renewed", "startjail.starts.*", func(r *right) {
		run, first := r.run, jsonObject(nil)
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			answer, code := run(action, args)
			if action == "listjails" {
				if first == nil {
					first = answer
				}
				return first, code
			}
			return answer, code
		}
	}),

	// What the settings say.
	settings("getjailsettings: a value is a number", "getjailsettings.shape.*", func(s jsonObject) { s["count"] = 1 }),
	settings("getjailsettings: a property is missing", "getjailsettings.shape.*", func(s jsonObject) { delete(s, "securelevel") }),
	settings("getjailsettings: a property is added", "getjailsettings.strict.*", func(s jsonObject) { s["colour"] = "blue" }),
	settings("getjailsettings: a property is null", "getjailsettings.shape.*", func(s jsonObject) { s["notes"] = nil }),
	settings("getjailsettings: another jail's uuid", "getjailsettings.agrees.*", func(s jsonObject) { s["host_hostuuid"] = "611c89ae-c43c-11e5-9602-54ee75595566" }),
	settings("getjailsettings: boot differs from the list", "getjailsettings.agrees.*", func(s jsonObject) { s["boot"] = "on" }),
	settings("getjailsettings: another tag", "getjailsettings.agrees.*", func(s jsonObject) { s["tag"] = "other" }),
	settings("getjailsettings: a value cut in the middle", "getjailsettings.cut.*", func(s jsonObject) { s["gitlocation"] = "https://git" }),
	settings("getjailsettings: a value cut at its last colon", "getjailsettings.part.*", func(s jsonObject) { s["interfaces"] = "vnet0:bridge0,vnet1" }),
	settings("getjailsettings: values cut at the first colon", "getjailsettings.whole.*", func(s jsonObject) { s["gitlocation"] = "https" }),
	answers("getjailsettings: under the uuid", "getjailsettings.shape.*", "getjailsettings", func(a jsonObject) jsonObject {
		rename(a, "test", "6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3")
		return a
	}),
	answers("getdefaultsettings: without defaults", "getdefaultsettings.shape.*", "getdefaultsettings", func(a jsonObject) jsonObject { return a["defaults"].(jsonObject) }),
	answers("getdefaultsettings: a value cut at its colon", "getdefaultsettings.whole.*", "getdefaultsettings", func(a jsonObject) jsonObject {
		a["defaults"].(jsonObject)["memoryuse"] = "8G"
		return a
	}),

	// What starting and stopping do.
	answers("startjail: says success instead of progress", "startjail.starts.*", "startjail", func(jsonObject) jsonObject { return jsonObject{"success": "jail test started."} }),
	answers("startjail: progress as an array", "startjail.starts.*", "startjail", func(jsonObject) jsonObject { return jsonObject{"test": []any{"* Starting"}} }),
	bent("startjail: nothing happens", "startjail.starts.*", func(r *right) {
		before(r, "startjail", nil, func(j *jail) { j.jid = 0 })
	}),
	bent("startjail: twice is a success", "startjail.twice.*", func(r *right) {
		before(r, "startjail", func(j *jail) { j.jid = 0 }, nil)
	}),
	bent("stopjail: nothing happens", "stopjail.stops.*", func(r *right) {
		before(r, "stopjail", nil, func(j *jail) { j.jid = 3 })
	}),
	bent("stopjail: twice is a success", "stopjail.twice.*", func(r *right) {
		before(r, "stopjail", func(j *jail) { j.jid = 3 }, nil)
	}),
	bent("stopjail: every jail stops", "stopjail.only.*", func(r *right) {
		before(r, "stopjail", func(*jail) { r.host.find("www").jid = 0 }, nil)
	}),
	answers("startjail: INFO is an error", "startjail.twice.*", "startjail", func(a jsonObject) jsonObject {
		if info, ok := a["test"].(jsonObject)["INFO"]; ok {
			return jsonObject{"error": info}
		}
		return a
	}),
	answers("startjail: INFO names another jail", "startjail.twice.*", "startjail", func(a jsonObject) jsonObject {
		lines := a["test"].(jsonObject)
		if lines["INFO"] != nil {
			lines["INFO"] = " 611c89ae-c43c-11e5-9602-54ee75595566 (test) is already up"
		}
		return a
	}),
	answers("startjail: INFO without its blank", "startjail.twice.strict.*", "startjail", func(a jsonObject) jsonObject {
		lines := a["test"].(jsonObject)
		if info, ok := lines["INFO"].(string); ok {
			lines["INFO"] = strings.TrimSpace(info)
		}
		return a
	}),
	answers("stopjail: says up where it means down", "stopjail.twice.*", "stopjail", func(a jsonObject) jsonObject {
		lines := a["test"].(jsonObject)
		if info, ok := lines["INFO"].(string); ok {
			lines["INFO"] = strings.Replace(info, "down", "up", 1)
		}
		return a
	}),
	bent("startjail: a jail that is not there starts", "startjail.unknown.*", func(r *right) {
		unknown(r, "startjail", func(name string) jsonObject { return jsonObject{name: lines("* Starting " + name)} })
	}),
	bent("getjailsettings: nothing for a jail that is not there", "getjailsettings.unknown.*", func(r *right) {
		unknown(r, "getjailsettings", func(string) jsonObject { return jsonObject{} })
	}),
	bent("getjailsettings: without a jail, of all", "getjailsettings.missing.*", func(r *right) {
		defaulted(r, "getjailsettings", "jail", "test")
	}),
	bent("deactivatepool: without a pool, the active one", "deactivatepool.missing.*", func(r *right) {
		defaulted(r, "deactivatepool", "pool", "tank")
	}),

	// What names do.
	bent("a shell reads names", "names.shell.*", func(r *right) { named(r, shell) }),
	bent("a shell reads names of jails to start", "startjail.names.*", func(r *right) { named(r, shell) }),
	bent("names are split at blanks", "names.words.*", func(r *right) {
		named(r, func(name string) string { first, _, _ := strings.Cut(name, " "); return first })
	}),
	bent("a name that begins with a dash is an option", "names.dash.*", func(r *right) {
		named(r, func(name string) string {
			if strings.HasPrefix(name, "-") {
				return "test"
			}
			return name
		})
	}),
	bent("control characters end a name", "names.control.*", func(r *right) {
		named(r, func(name string) string {
			if strings.ContainsAny(name, "\x00\n\x1b") {
				return "test"
			}
			return name
		})
	}),
	bent("an empty name is the first jail", "names.empty.*", func(r *right) {
		named(r, func(name string) string {
			if name == "" {
				return "www"
			}
			return name
		})
	}),
	bent("a name of any other type is the first jail", "getjailsettings.wrongtype.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			if jail, given := args["jail"]; given {
				if _, isText := jail.(string); !isText {
					args["jail"] = "www"
				}
			}
			return run(action, args)
		}
	}),

	// What pools do.
	answers("activatepool: a success without a full stop", "activatepool.activates.*", "activatepool", func(a jsonObject) jsonObject {
		if a["success"] != nil {
			a["success"] = "pool tank activated"
		}
		return a
	}),
	bent("activatepool: nothing happens", "activatepool.activates.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			active := r.host.active
			answer, code := run(action, args)
			if action == "activatepool" && active == "" {
				r.host.active = ""
			}
			return answer, code
		}
	}),
	bent("activatepool: the query activates", "activatepool.query.shape.*", func(r *right) { defaulted(r, "activatepool", "pool", "tank") }),
	answers("activatepool: names another pool", "activatepool.query.*", "activatepool", func(a jsonObject) jsonObject {
		if a["currently active"] != nil {
			a["currently active"] = jsonObject{"pool": " zroot"}
		}
		return a
	}),
	answers("activatepool: names the pool without the object", "activatepool.query.*", "activatepool", func(a jsonObject) jsonObject {
		if a["currently active"] != nil {
			a["currently active"] = "tank"
		}
		return a
	}),
	bent("deactivatepool: nothing happens", "deactivatepool.gone.*", keepsPool("deactivatepool")),
	bent("activatepool: any pool is there", "activatepool.unknown.*", func(r *right) { r.host.pools = append(r.host.pools, "no-such-thing") }),
	bent("deactivatepool: any pool is there", "deactivatepool.unknown.*", func(r *right) { r.host.pools = append(r.host.pools, "no-such-thing") }),

	// Who is let in.
	bent("no login is needed", "auth.required.*", func(r *right) { r.admits = func(*caller) bool { return true } }),
	bent("no login is needed to start a jail", "auth.required.unchanged.*", func(r *right) {
		r.admits = func(c *caller) bool {
			if c.token == "" && r.host.find("test") != nil {
				r.host.find("test").jid = 12
			}
			return c.token != "" && r.token(c.token)
		}
	}),
	bent("any password will do", "auth.password.*", func(r *right) { r.password = func(string, string) bool { return true } }),
	bent("the beginning of what was sent is enough", "auth.password.longer.*", func(r *right) {
		r.password = func(user, password string) bool {
			return user == rightUser && strings.HasPrefix(password, rightPassword)
		}
	}),
	bent("an empty password will do", "auth.password.empty.*", func(r *right) {
		r.password = func(user, password string) bool {
			return user == rightUser && (password == "" || password == rightPassword)
		}
	}),
	bent("any user will do", "auth.user.unknown.*", func(r *right) {
		r.password = func(_, password string) bool { return password == rightPassword }
	}),
	bent("any token will do", "auth.token.unknown", func(r *right) { r.token = func(string) bool { return true } }),
	bent("an empty token is everybody's", "auth.token.unknown", func(r *right) {
		token := r.token
		r.token = func(text string) bool { return text == "" || token(text) }
		r.admits = func(c *caller) bool { return r.token(c.token) }
	}),
	bent("the end of a token is enough", "auth.token.part", func(r *right) {
		r.token = func(text string) bool {
			r.mu.Lock()
			defer r.mu.Unlock()
			for token := range r.tokens {
				if text != "" && strings.HasSuffix(token, text) {
					return true
				}
			}
			return false
		}
	}),
	bent("no token logs in twice", "auth.token.adopted", func(r *right) {
		r.token = func(string) bool { return false }
		r.admits = func(c *caller) bool { return c.token != "" }
	}),
	bent("auth_clear keeps the token", "auth.clear.token", func(r *right) { r.clear = func(string) {} }),
	bent("auth_clear is answered", "auth.clear", func(r *right) { r.answersClear = true }),
	bent("a REST login is everybody's", "auth.rest.each", func(r *right) {
		known := false
		r.admits = func(c *caller) bool { known = known || c.token != ""; return known }
	}),
	bent("a login is forgotten at once", "auth.pipelined", func(r *right) {
		seen := map[*caller]bool{}
		r.admits = func(c *caller) bool { again := seen[c]; seen[c] = true; return again && c.token != "" }
	}),

	// What a message looks like.
	messages("the id is lost", "message.id", func(m, _ jsonObject) { m["id"] = "" }),
	messages("the id is missing", "message.id", func(m, _ jsonObject) { delete(m, "id") }),
	messages("the id is in lower case", "message.id", func(m, _ jsonObject) {
		if id, ok := m["id"].(string); ok {
			m["id"] = strings.ToUpper(id)
		}
	}),
	messages("long ids are cut", "message.id", func(m, _ jsonObject) {
		if id, ok := m["id"].(string); ok && len(id) > 100 {
			m["id"] = id[:100]
		}
	}),
	messages("errors lose the id", "message.id.error", func(m, _ jsonObject) {
		if m["name"] == "error" {
			m["id"] = ""
		}
	}),
	messages("a member is added to the message", "listjails.strict.websocket", func(m, _ jsonObject) { m["version"] = "1" }),
	messages("the namespace is response", "message.id", func(m, _ jsonObject) { m["namespace"] = "response" }),
	messages("the name is the class", "message.id", func(m, q jsonObject) { m["name"] = q["name"] }),
	messages("errors have the wrong code", "action.unknown.websocket", func(m, _ jsonObject) { recode(m, 400, 404) }),
	messages("an unknown class is a bad request", "class.unknown.websocket", func(m, _ jsonObject) { recode(m, 404, 400) }),
	messages("who has not logged in is forbidden", "auth.required.*", func(m, _ jsonObject) { recode(m, 401, 403) }),
	messages("errors look like replies", "action.unknown.websocket", func(m, _ jsonObject) {
		if m["name"] == "error" {
			m["name"], m["namespace"] = "response", "rpc"
		}
	}),
	messages("error codes are text", "error.strict", func(m, _ jsonObject) {
		if args, ok := m["args"].(jsonObject); ok && args["code"] != nil {
			args["code"] = "401"
		}
	}),
	messages("seconds are text", "auth.login", func(m, _ jsonObject) {
		if args, ok := m["args"].([]any); ok && len(args) == 2 {
			args[1] = "300"
		}
	}),
	messages("the token stands alone", "auth.login", func(m, _ jsonObject) {
		if args, ok := m["args"].([]any); ok && len(args) == 2 {
			m["args"] = args[0]
		}
	}),
	bent("replies come to the request before", "message.inflight", func(r *right) {
		last := any("")
		r.message = func(m, _ jsonObject) any { m["id"], last = last, m["id"]; return m }
	}),
	bent("malformed JSON closes the connection", "request.malformed", func(r *right) { r.malformed = func(*websocket.Conn) bool { return false } }),
	bent("malformed JSON is answered in plain words", "request.malformed", func(r *right) {
		r.malformed = func(c *websocket.Conn) bool { return c.WriteMessage(websocket.TextMessage, []byte("what?")) == nil }
	}),
	bent("every reply comes twice", "message.inflight", func(r *right) { r.twice = true }),
	bent("a binary message closes the connection", "message.binary", func(r *right) { r.noBinary = true }),
	bent("an unknown action succeeds", "action.unknown.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			if answer, code := run(action, args); code == 200 {
				return answer, code
			}
			return jsonObject{}, 200
		}
	}),
	bent("younger actions are there", "action.younger.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			if action == "listreleases" {
				return jsonObject{}, 200
			}
			return run(action, args)
		}
	}),
	bent("any class is iocage", "class.unknown.*", func(r *right) { r.class = func(string, string) int { return 200 } }),
	bent("the query leaves iocage out", "query.iocage.*", func(r *right) { r.query = func() jsonObject { return jsonObject{"rpc/query": "read"} } }),
	bent("the query says yes and no", "query.shape.*", func(r *right) { r.query = func() jsonObject { return jsonObject{"sysadm/iocage": true} } }),
	bent("the official client's Origin is refused", "origin.client", func(r *right) { r.origin = func(o string) bool { return o == "" } }),
	bent("any page's Origin is accepted", "origin.foreign", func(r *right) { r.origin = func(string) bool { return true } }),

	// What REST does.
	bodies("REST differs from WebSocket", "transports.listjails", func(_ int, b jsonObject, _ http.Header) int {
		if rows, ok := b["args"].(jsonObject)["listjails"].(jsonObject); ok {
			for _, row := range rows {
				row.(jsonObject)["boot"] = "on"
			}
		}
		return 0
	}),
	bodies("REST has no args around the answer", "listjails.shape.rest", func(_ int, b jsonObject, _ http.Header) int {
		args, _ := b["args"].(jsonObject)
		delete(b, "args")
		maps.Copy(b, args)
		return 0
	}),
	bodies("REST says 200 to everything", "action.unknown.rest", func(int, jsonObject, http.Header) int { return 200 }),
	bodies("REST says 500 where it means 400", "action.missing.rest", func(status int, _ jsonObject, _ http.Header) int {
		if status == 400 {
			return 500
		}
		return status
	}),
	bodies("REST speaks HTML", "rest.type", func(_ int, _ jsonObject, h http.Header) int { h.Set("Content-Type", "text/html"); return 0 }),
	bodies("REST answers in the form of a message", "listjails.strict.rest", func(_ int, b jsonObject, _ http.Header) int {
		b["id"], b["name"], b["namespace"] = "", "response", "sysadm"
		return 0
	}),
	bent("REST takes any verb", "rest.verbs.other", func(r *right) { r.verbs = func(string) bool { return true } }),
	bent("REST takes PUT only", "rest.verbs", func(r *right) { r.verbs = func(verb string) bool { return verb == "PUT" } }),
	{name: "REST speaks HTTP/2", caught: "rest.http", host: rightHost{style: documentedStyle, http2: true}},
	{name: "TLS 1.0 is accepted", caught: "tls.old.*", host: rightHost{style: documentedStyle, tls: func(c *tls.Config) { c.MinVersion = tls.VersionTLS10 }}},
	{name: "TLS 1.3 is not", caught: "tls.new.*", host: rightHost{style: documentedStyle, tls: func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }}},
}

// jsonObject is what JSON objects decode to.
type jsonObject = map[string]any

// bent makes a mutant by replacing functions of a right server.
func bent(name, caught string, bend func(r *right)) mutant {
	return mutant{name: name, caught: caught, host: rightHost{style: documentedStyle, bend: bend}}
}

// answers bends the answer of one action.
func answers(name, caught, action string, bend func(answer jsonObject) jsonObject) mutant {
	return bent(name, caught, func(r *right) {
		run := r.run
		r.run = func(a string, args jsonObject) (jsonObject, int) {
			answer, code := run(a, args)
			if a == action && code == 200 && answer["error"] == nil {
				answer = bend(answer)
			}
			return answer, code
		}
	})
}

// rows bends each row of listjails.
func rows(name, caught string, bend func(row jsonObject)) mutant {
	return answers(name, caught, "listjails", func(rows jsonObject) jsonObject {
		for _, row := range rows {
			bend(row.(jsonObject))
		}
		return rows
	})
}

// settings bends the settings of each jail.
func settings(name, caught string, bend func(s jsonObject)) mutant {
	return answers(name, caught, "getjailsettings", func(a jsonObject) jsonObject {
		for _, s := range a {
			bend(s.(jsonObject))
		}
		return a
	})
}

// messages bends each WebSocket reply, given its request.
func messages(name, caught string, bend func(m, q jsonObject)) mutant {
	return bent(name, caught, func(r *right) {
		r.message = func(m, q jsonObject) any { bend(m, q); return m }
	})
}

// bodies bends each REST reply; a status of 0 keeps it.
func bodies(name, caught string, bend func(status int, b jsonObject, h http.Header) int) mutant {
	return bent(name, caught, func(r *right) {
		r.body = func(status int, b jsonObject, h http.Header) (int, any) {
			var own jsonObject // the answer may be the host's own rows
			text, _ := json.Marshal(b)
			_ = json.Unmarshal(text, &own)
			if bentStatus := bend(status, own, h); bentStatus != 0 {
				status = bentStatus
			}
			return status, own
		}
	})
}

// before changes the jail of an action before and after it is carried out.
func before(r *right, action string, first, then func(j *jail)) {
	run := r.run
	r.run = func(a string, args jsonObject) (jsonObject, int) {
		name, _ := args["jail"].(string)
		j := r.host.find(name)
		bend := a == action && j != nil
		if bend && first != nil {
			first(j)
		}
		answer, code := run(a, args)
		if bend && then != nil {
			then(j)
		}
		return answer, code
	}
}

// unknown answers for jails that are not there.
func unknown(r *right, action string, answer func(name string) jsonObject) {
	run := r.run
	r.run = func(a string, args jsonObject) (jsonObject, int) {
		if name, ok := args["jail"].(string); ok && a == action && r.host.find(name) == nil {
			return answer(name), 200
		}
		return run(a, args)
	}
}

// defaulted fills in an argument that is missing.
func defaulted(r *right, action, key, value string) {
	run := r.run
	r.run = func(a string, args jsonObject) (jsonObject, int) {
		if _, given := args[key]; a == action && !given {
			args[key] = value
		}
		return run(a, args)
	}
}

// named changes the name of a jail before it is looked for.
func named(r *right, change func(name string) string) {
	run := r.run
	r.run = func(action string, args jsonObject) (jsonObject, int) {
		if name, ok := args["jail"].(string); ok {
			args["jail"] = change(name)
		}
		return run(action, args)
	}
}

// shell does to a name what a shell would.
func shell(name string) string {
	name = strings.NewReplacer("$(echo ", "", "`echo ", "", ")", "", "`", "").Replace(name)
	name, _, _ = strings.Cut(name, ";")
	return strings.TrimSuffix(name, "&")
}

func rename(m jsonObject, from, to string) {
	if v, ok := m[from]; ok {
		m[to] = v
		delete(m, from)
	}
}

func recode(m jsonObject, from, to int) {
	if args, ok := m["args"].(jsonObject); ok && args["code"] == from {
		args["code"] = to
	}
}
