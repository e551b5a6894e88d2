package conformance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gorilla/websocket"
)

// nearMutants are nearly right: wrong for one jail, one letter, one request in
// twenty, or in what they do beside what they say.
var nearMutants = []mutant{
	// The list and the settings, told apart by jail.
	lastRow("listjails: the last jail's boot is wrong", "listjails.settings.*", func(row jsonObject) { row["boot"] = "on" }),
	lastRow("listjails: the last jail has another type", "listjails.settings.*", func(row jsonObject) { row["type"] = "thickjail" }),
	answers("listjails: two rows under each other's uuid", "listjails.settings.*", "listjails", func(rows jsonObject) jsonObject {
		uuids := slices.Sorted(maps.Keys(rows))
		if len(uuids) > 1 {
			rows[uuids[0]], rows[uuids[1]] = rows[uuids[1]], rows[uuids[0]]
		}
		return rows
	}),
	answers("listjails: every row has the first tag", "listjails.settings.*", "listjails", func(rows jsonObject) jsonObject {
		first := rows[slices.Min(slices.Collect(maps.Keys(rows)))].(jsonObject)
		for _, row := range rows {
			row.(jsonObject)["tag"] = first["tag"]
		}
		return rows
	}),
	answers("listjails: a jail that is not there", "listjails.settings.*", "listjails", func(rows jsonObject) jsonObject {
		for _, row := range rows {
			ghost := maps.Clone(row.(jsonObject))
			ghost["tag"], ghost["state"], ghost["jid"] = "ghost", "down", "-"
			rows["ffffffff-b7d1-11e5-9c0a-0025905ef2d3"] = ghost
			break
		}
		return rows
	}),
	rows("listjails: all that are up share a jid", "startjail.starts.*", func(row jsonObject) {
		if row["state"] == "up" {
			row["jid"] = "1"
		}
	}),
	bent("getjailsettings: of the first jail, whichever is named", "listjails.settings.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			name, _ := args["jail"].(string)
			if action != "getjailsettings" || r.host.find(name) == nil {
				return run(action, args)
			}
			answer, code := run(action, jsonObject{"jail": r.host.jails[0].tag})
			return jsonObject{name: answer[r.host.jails[0].tag]}, code
		}
	}),
	answers("getdefaultsettings: a jail's values", "getdefaultsettings.own.*", "getdefaultsettings", func(a jsonObject) jsonObject {
		a["defaults"].(jsonObject)["host_hostuuid"] = "6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3"
		return a
	}),

	// Names that are nearly those of a jail.
	bent("a longer name finds the jail", "names.near.*", func(r *right) {
		found(r, func(tag, name string) bool { return strings.HasPrefix(name, tag+"-") })
	}),
	bent("a shorter name finds the jail", "names.near.*", func(r *right) {
		found(r, func(tag, name string) bool { return len(name) > 1 && strings.HasPrefix(tag, name) })
	}),
	bent("a pattern finds the jail", "names.near.*", func(r *right) { found(r, func(_, name string) bool { return name == "%" }) }),
	bent("capitals do not matter in names", "names.case.*", func(r *right) { found(r, strings.EqualFold) }),
	bent("blanks around a name do not matter", "names.words.*", func(r *right) { named(r, strings.TrimSpace) }),
	bent("a shell reads names of jails to stop", "stopjail.names.*", func(r *right) { named(r, shell) }),
	bent("names of jails to stop are split at blanks", "stopjail.words.*", func(r *right) {
		named(r, func(name string) string { first, _, _ := strings.Cut(name, " "); return first })
	}),

	// What is done beside what is said.
	beside("startjail: refused, and another jail starts", "startjail.unknown.*", "startjail", func(h *host) { h.find("test").jid = 77 }),
	beside("stopjail: refused, and another jail stops", "stopjail.unknown.*", "stopjail", func(h *host) { h.find("www").jid = 0 }),
	beside("startjail: refused, and the jail of before starts", "startjail.refused.*", "startjail", func(h *host) { h.find("test").jid = 77 }),
	beside("stopjail: refused, and every jail stops", "stopjail.refused.*", "stopjail", func(h *host) { h.find("test").jid = 0 }),
	beside("activatepool: refused, and none is active", "activatepool.refused.*", "activatepool", func(h *host) { h.active = "" }),
	beside("deactivatepool: refused, and none is active", "deactivatepool.refused.*", "deactivatepool", func(h *host) { h.active = "" }),
	bent("startjail: another jail stops", "startjail.starts.*", func(r *right) {
		before(r, "startjail", func(*jail) { r.host.find("www").jid = 0 }, nil)
	}),
	answers("startjail: INFO beside progress", "startjail.twice.*", "startjail", func(a jsonObject) jsonObject {
		if lines := a["test"].(jsonObject); lines["INFO"] != nil {
			lines["+ Starting services OK"] = ""
		}
		return a
	}),
	answers("startjail: its lines have values", "startjail.strict.*", "startjail", func(a jsonObject) jsonObject {
		lines := a["test"].(jsonObject)
		for line := range lines {
			if strings.HasPrefix(line, "+") {
				lines[line] = "done"
			}
		}
		return a
	}),
	bent("stopjail: without a login refused, but done", "auth.required.unchanged.*", func(r *right) {
		r.admits = func(c *caller) bool {
			if c.token == "" && r.host.find("test").jid > 0 {
				r.host.find("test").jid = 0
			}
			return c.token != "" && r.token(c.token)
		}
	}),
	bent("activatepool: without a login refused, but done", "auth.required.pool.*", func(r *right) {
		r.admits = func(c *caller) bool {
			if c.token == "" {
				r.host.active = "tank"
			}
			return c.token != "" && r.token(c.token)
		}
	}),
	bent("activatepool: an empty name is a question", "activatepool.empty.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			if args["pool"] == "" {
				delete(args, "pool")
			}
			return run(action, args)
		}
	}),
	bodies("activatepool: the question is answered differently over REST", "transports.activatepool", func(_ int, b jsonObject, _ http.Header) int {
		if args, ok := b["args"].(jsonObject); ok && args["activatepool"] != nil {
			args["activatepool"] = jsonObject{"currently active": jsonObject{"pool": " zroot"}}
		}
		return 0
	}),

	// Ids, letter by letter.
	idsAre("ids become lower case", func(id string) any { return strings.ToLower(id) }),
	idsAre("accents are composed", func(id string) any { return strings.ReplaceAll(id, "e\u0301", "é") }),
	idsAre("accents are taken apart", func(id string) any { return strings.ReplaceAll(id, "é", "e\u0301") }),
	idsAre("digits become a number", func(id string) any {
		if n, err := strconv.Atoi(id); err == nil && strconv.Itoa(n) == id {
			return json.Number(id)
		}
		return id
	}),
	idsAre("ids are escaped as HTML", func(id string) any { return strings.ReplaceAll(id, "<", "&lt;") }),
	idsAre("ids beyond the first plane are lost", func(id string) any { return strings.ReplaceAll(id, "😀", "\uFFFD") }),

	// What is nearly a message, or nearly an action.
	bent("the tenth reply is lost", "message.many", func(r *right) {
		r.message = func(m, q jsonObject) any {
			if n := fmt.Sprint(q["id"]); n == "check-10" {
				m["id"] = "check-9"
			}
			return m
		}
	}),
	bent("capitals do not matter in actions", "action.case.*", func(r *right) { acting(r, strings.ToLower) }),
	bent("blanks do not matter in actions", "action.case.*", func(r *right) { acting(r, strings.TrimSpace) }),
	bent("a comma too many does not matter", "request.relaxed", func(r *right) {
		r.read = func(text []byte) (jsonObject, error) {
			return object([]byte(strings.NewReplacer(",}", "}", ",]", "]").Replace(string(text))))
		}
	}),
	bent("NaN is taken for null", "request.nan", func(r *right) {
		r.read = func(text []byte) (jsonObject, error) {
			return object([]byte(strings.NewReplacer(":NaN", ":null", ":-Infinity", ":null").Replace(string(text))))
		}
	}),
	bent("the first of two messages in one is obeyed", "request.trailing", func(r *right) {
		r.read = func(text []byte) (jsonObject, error) {
			var m jsonObject
			err := json.NewDecoder(strings.NewReader(string(text))).Decode(&m)
			return m, err
		}
	}),
	bent("binary garbage closes the connection", "message.binary.garbage", func(r *right) {
		r.malformed = func(*websocket.Conn) bool { return false }
	}),

	// Who is nearly let in.
	bent("capitals do not matter in passwords", "auth.password.case.*", func(r *right) {
		r.password = func(user, password string) bool {
			return user == rightUser && strings.EqualFold(password, rightPassword)
		}
	}),
	bent("a beginning of the password is enough", "auth.password.shorter.*", func(r *right) {
		r.password = func(user, password string) bool {
			return user == rightUser && password != "" && strings.HasPrefix(rightPassword, password)
		}
	}),
	bent("blanks around a password do not matter", "auth.password.blank.*", func(r *right) {
		r.password = func(user, password string) bool {
			return user == rightUser && strings.TrimSpace(password) == rightPassword
		}
	}),
	bent("no password at all will do", "auth.password.missing", func(r *right) {
		r.password = func(user, password string) bool {
			return user == rightUser && (password == "" || password == rightPassword)
		}
	}),
	bent("nobody needs no password", "auth.password.missing", func(r *right) {
		r.password = func(user, password string) bool {
			return user == "" && password == "" || user == rightUser && password == rightPassword
		}
	}),
	bent("capitals do not matter in user names", "auth.user.case.*", func(r *right) {
		r.password = func(user, password string) bool {
			return strings.EqualFold(user, rightUser) && password == rightPassword
		}
	}),
	bent("a user's name is a password", "auth.user.name.*", func(r *right) {
		r.password = func(user, password string) bool {
			return user != "" && user == password || user == rightUser && password == rightPassword
		}
	}),
	bent("the password alone is enough", "auth.user.name.rest", func(r *right) {
		r.password = func(user, password string) bool {
			return (user == "" || user == rightUser) && password == rightPassword
		}
	}),
	bent("a login is everybody's", "auth.others", func(r *right) {
		known := false
		r.admits = func(c *caller) bool { known = known || c.token != ""; return known }
	}),
	bent("a login is good for one request", "auth.repeated.websocket", func(r *right) {
		used := map[*caller]int{}
		r.admits = func(c *caller) bool { used[c]++; return c.token != "" && used[c] < 3 }
	}),
	bent("every login has the same token", "auth.token.own", func(r *right) {
		r.newToken = func() string { return "AAAAAAAAAAAAAAAAAAAA" }
	}),
	bent("tokens have three characters", "auth.token.length", func(r *right) {
		n := 100
		r.newToken = func() string { n++; return strconv.Itoa(n) }
	}),
	bent("the beginning of a token is enough", "auth.token.part", func(r *right) {
		likeToken(r, func(token, text string) bool { return text != "" && strings.HasPrefix(token, text) })
	}),
	bent("capitals do not matter in tokens", "auth.token.near", func(r *right) { likeToken(r, strings.EqualFold) }),
	bent("what stands behind a token does not matter", "auth.token.near", func(r *right) {
		likeToken(r, func(token, text string) bool { return strings.HasPrefix(text, token) })
	}),
	bent("auth_clear logs everybody out", "auth.clear.own", func(r *right) {
		r.clear = func(string) { r.mu.Lock(); defer r.mu.Unlock(); clear(r.tokens) }
	}),

	// Paths and errors over REST.
	bent("a longer path is that of its beginning", "rest.path", func(r *right) {
		path := r.path
		r.path = func(text string) []string { steps := path(text); return steps[:min(len(steps), 2)] }
	}),
	bodies("the body of an error names another code", "action.unknown.rest", func(_ int, b jsonObject, _ http.Header) int {
		if args, ok := b["args"].(jsonObject); ok && args["code"] != nil {
			args["code"] = 500
		}
		return 0
	}),
	bodies("startjail: INFO is a server error over REST", "startjail.twice.rest", func(_ int, b jsonObject, _ http.Header) int {
		if text, _ := json.Marshal(b); strings.Contains(string(text), `"INFO"`) {
			return 500
		}
		return 0
	}),
	bodies("errors are declared as HTML", "error.strict.rest", func(status int, _ jsonObject, h http.Header) int {
		if status != 200 {
			h.Set("Content-Type", "text/html")
		}
		return 0
	}),
}

// lastRow bends the last row of listjails.
func lastRow(name, caught string, bend func(row jsonObject)) mutant {
	return answers(name, caught, "listjails", func(rows jsonObject) jsonObject {
		bend(rows[slices.Max(slices.Collect(maps.Keys(rows)))].(jsonObject))
		return rows
	})
}

// found has names find a jail that are not its own.
func found(r *right, same func(tag, name string) bool) {
	run := r.run
	r.run = func(action string, args jsonObject) (jsonObject, int) {
		name, _ := args["jail"].(string)
		for _, j := range r.host.jails {
			if r.host.find(name) == nil && same(j.tag, name) {
				args["jail"] = j.tag
			}
		}
		return run(action, args)
	}
}

// beside does something to the host whenever an action is refused.
func beside(name, caught, action string, change func(h *host)) mutant {
	return bent(name, caught, func(r *right) {
		run := r.run
		r.run = func(a string, args jsonObject) (jsonObject, int) {
			answer, code := run(a, args)
			if a == action && answer["error"] != nil {
				change(r.host)
			}
			return answer, code
		}
	})
}

// idsAre bends the id of every reply.
func idsAre(name string, bend func(id string) any) mutant {
	return messages(name, "message.id.kept", func(m, _ jsonObject) {
		if id, ok := m["id"].(string); ok {
			m["id"] = bend(id)
		}
	})
}

// acting changes an action before it is looked for.
func acting(r *right, change func(action string) string) {
	run := r.run
	r.run = func(action string, args jsonObject) (jsonObject, int) { return run(change(action), args) }
}

// likeToken takes what is like a token for it.
func likeToken(r *right, like func(token, text string) bool) {
	r.token = func(text string) bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		for token := range r.tokens {
			if like(token, text) {
				return true
			}
		}
		return false
	}
}
