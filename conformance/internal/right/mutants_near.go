package right

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
	lastRow("listjails: the last jail's boot is wrong", "listjails.settings.*", func(row object) { row["boot"] = "on" }),
	lastRow("listjails: the last jail has another type", "listjails.settings.*", func(row object) { row["type"] = "thickjail" }),
	answers("listjails: two rows under each other's uuid", "listjails.settings.*", "listjails", func(rows object) object {
		uuids := slices.Sorted(maps.Keys(rows))
		if len(uuids) > 1 {
			rows[uuids[0]], rows[uuids[1]] = rows[uuids[1]], rows[uuids[0]]
		}
		return rows
	}),
	answers("listjails: every row has the first tag", "listjails.settings.*", "listjails", func(rows object) object {
		first := rows[slices.Min(slices.Collect(maps.Keys(rows)))].(object)
		for _, row := range rows {
			row.(object)["tag"] = first["tag"]
		}
		return rows
	}),
	answers("listjails: a jail that is not there", "listjails.settings.*", "listjails", func(rows object) object {
		for _, row := range rows {
			ghost := maps.Clone(row.(object))
			ghost["tag"], ghost["state"], ghost["jid"] = "ghost", "down", "-"
			rows["ffffffff-b7d1-11e5-9c0a-0025905ef2d3"] = ghost
			break
		}
		return rows
	}),
	rows("listjails: all that are up share a jid", "startjail.starts.*", func(row object) {
		if row["state"] == "up" {
			row["jid"] = "1"
		}
	}),
	bent("getjailsettings: of the first jail, whichever is named", "listjails.settings.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			name, _ := args["jail"].(string)
			if action != "getjailsettings" || s.host.find(name) == nil {
				return run(action, args)
			}
			answer, code := run(action, object{"jail": s.host.jails[0].tag})
			return object{name: answer[s.host.jails[0].tag]}, code
		}
	}),
	answers("getdefaultsettings: a jail's values", "getdefaultsettings.own.*", "getdefaultsettings", func(a object) object {
		a["defaults"].(object)["host_hostuuid"] = "6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3"
		return a
	}),

	// Names that are nearly those of a jail.
	bent("a longer name finds the jail", "names.near.*", func(s *server) {
		found(s, func(tag, name string) bool { return strings.HasPrefix(name, tag+"-") })
	}),
	bent("a shorter name finds the jail", "names.near.*", func(s *server) {
		found(s, func(tag, name string) bool { return len(name) > 1 && strings.HasPrefix(tag, name) })
	}),
	bent("a pattern finds the jail", "names.near.*", func(s *server) { found(s, func(_, name string) bool { return name == "%" }) }),
	bent("capitals do not matter in names", "names.case.*", func(s *server) { found(s, strings.EqualFold) }),
	bent("blanks around a name do not matter", "names.words.*", func(s *server) { named(s, strings.TrimSpace) }),
	bent("a shell reads names of jails to stop", "stopjail.names.*", func(s *server) { named(s, shell) }),
	bent("names of jails to stop are split at blanks", "stopjail.words.*", func(s *server) {
		named(s, func(name string) string { first, _, _ := strings.Cut(name, " "); return first })
	}),

	// What is done beside what is said.
	always("getdefaultsettings.uncut.*", "getdefaultsettings", nil, 400),
	always("startjail.only.*", "startjail", nil, 400),
	always("stopjail.only.*", "stopjail", nil, 400),
	always("df.shape.*", "df", object{"error": "no"}, 200),
	always("df.strict.*", "df", object{"error": "no"}, 200),
	always("listjails.strict.*", "listjails", object{"error": "no"}, 200),
	always("getdefaultsettings.strict.*", "getdefaultsettings", object{"error": "no"}, 200),
	always("getjailsettings.prop.all.*", "getjailsettings", object{"error": "no"}, 200),
	beside("startjail: refused, and another jail starts", "startjail.unknown.*", "startjail", func(h *host) { h.find("test").jid = 77 }),
	beside("stopjail: refused, and another jail stops", "stopjail.unknown.*", "stopjail", func(h *host) { h.find("www").jid = 0 }),
	beside("startjail: refused, and the jail of before starts", "startjail.refused.*", "startjail", func(h *host) { h.find("test").jid = 77 }),
	beside("stopjail: refused, and every jail stops", "stopjail.refused.*", "stopjail", func(h *host) { h.find("test").jid = 0 }),
	beside("activatepool: refused, and none is active", "activatepool.refused.*", "activatepool", func(h *host) { h.active = "" }),
	beside("deactivatepool: refused, and none is active", "deactivatepool.refused.*", "deactivatepool", func(h *host) { h.active = "" }),
	bent("startjail: another jail stops", "startjail.starts.*", func(s *server) {
		before(s, "startjail", func(*jail) { s.host.find("www").jid = 0 }, nil)
	}),
	answers("startjail: INFO beside progress", "startjail.twice.*", "startjail", func(a object) object {
		if lines := a["test"].(object); lines["INFO"] != nil {
			lines["+ Starting services OK"] = ""
		}
		return a
	}),
	answers("startjail: its lines have values", "startjail.strict.*", "startjail", func(a object) object {
		lines := a["test"].(object)
		for line := range lines {
			if strings.HasPrefix(line, "+") {
				lines[line] = "done"
			}
		}
		return a
	}),
	bent("stopjail: without a login refused, but done", "auth.required.unchanged.*", func(s *server) {
		s.admits = func(c *caller) bool {
			if c.token == "" && s.host.find("test").jid > 0 {
				s.host.find("test").jid = 0
			}
			return c.token != "" && s.token(c.token)
		}
	}),
	bent("activatepool: without a login refused, but done", "auth.required.pool.*", func(s *server) {
		s.admits = func(c *caller) bool {
			if c.token == "" {
				s.host.active = "tank"
			}
			return c.token != "" && s.token(c.token)
		}
	}),
	bent("activatepool: an empty name is a question", "activatepool.empty.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if args["pool"] == "" {
				delete(args, "pool")
			}
			return run(action, args)
		}
	}),
	bodies("activatepool: the question is answered differently over REST", "transports.activatepool", func(_ int, b object, _ http.Header) int {
		if args, ok := b["args"].(object); ok && args["activatepool"] != nil {
			args["activatepool"] = object{"currently active": object{"pool": " zroot"}}
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
	bent("the tenth reply is lost", "message.many", func(s *server) {
		s.message = func(m, q object) any {
			if n := fmt.Sprint(q["id"]); n == "check-10" {
				m["id"] = "check-9"
			}
			return m
		}
	}),
	bent("capitals do not matter in actions", "action.case.*", func(s *server) { acting(s, strings.ToLower) }),
	inherited("actions", "action.inherited.*", func(s *server, name string) {
		instead(s, func(action string, _ object) object {
			if action == name {
				return object{}
			}
			return nil
		})
	}),
	inherited("classes", "class.inherited.*", func(s *server, name string) {
		class := s.class
		s.class = func(namespace, called string) int {
			if called == name {
				return 200
			}
			return class(namespace, called)
		}
	}),
	inherited("jails", "names.inherited.*", func(s *server, name string) {
		instead(s, func(_ string, args object) object {
			if args["jail"] == name {
				return object{name: object{}}
			}
			return nil
		})
	}),
	inherited("properties", "getjailsettings.prop.inherited.*", func(s *server, name string) {
		instead(s, func(_ string, args object) object {
			if jail, _ := args["jail"].(string); args["prop"] == name {
				return object{jail: object{}}
			}
			return nil
		})
	}),
	inherited("users", "auth.user.inherited.*", func(s *server, name string) {
		password := s.password
		s.password = func(user, given string) bool { return user == name && given == "undefined" || password(user, given) }
	}),
	bent("blanks do not matter in actions", "action.case.*", func(s *server) { acting(s, strings.TrimSpace) }),
	bent("a comma too many does not matter", "request.relaxed", func(s *server) {
		s.read = func(text []byte) (object, error) {
			return decode([]byte(strings.NewReplacer(",}", "}", ",]", "]").Replace(string(text))))
		}
	}),
	bent("NaN is taken for null", "request.nan", func(s *server) {
		s.read = func(text []byte) (object, error) {
			return decode([]byte(strings.NewReplacer(":NaN", ":null", ":-Infinity", ":null").Replace(string(text))))
		}
	}),
	bent("the first of two messages in one is obeyed", "request.trailing", func(s *server) {
		s.read = func(text []byte) (object, error) {
			var m object
			err := json.NewDecoder(strings.NewReader(string(text))).Decode(&m)
			return m, err
		}
	}),
	bent("of a member that stands twice the first tells whether a login is needed", "request.twice.login", func(s *server) {
		public, admits := wrote(s, `"namespace":"rpc"`, `"namespace":"sysadm"`), s.admits
		s.admits = func(c *caller) bool { return admits(c) || public.Load() }
	}),
	bent("of an action that stands twice the first tells who may", "request.twice.rights", func(s *server) {
		list, mayRun := wrote(s, `"action":"list"`, `"action":"run"`), s.mayRun
		s.mayRun = func(c *caller) bool { return mayRun(c) || list.Load() }
	}),
	bent("binary garbage closes the connection", "message.binary.garbage", func(s *server) {
		s.malformed = func(*websocket.Conn) bool { return false }
	}),

	// Who is nearly let in.
	bent("capitals do not matter in passwords", "auth.password.case.*", func(s *server) {
		s.password = func(user, password string) bool {
			return user == admin && strings.EqualFold(password, adminPassword)
		}
	}),
	bent("a beginning of the password is enough", "auth.password.shorter.*", func(s *server) {
		s.password = func(user, password string) bool {
			return user == admin && password != "" && strings.HasPrefix(adminPassword, password)
		}
	}),
	bent("blanks around a password do not matter", "auth.password.blank.*", func(s *server) {
		s.password = func(user, password string) bool {
			return user == admin && strings.TrimSpace(password) == adminPassword
		}
	}),
	bent("no password at all will do", "auth.password.missing", func(s *server) {
		s.password = func(user, password string) bool {
			return user == admin && (password == "" || password == adminPassword)
		}
	}),
	bent("nobody needs no password", "auth.password.missing", func(s *server) {
		s.password = func(user, password string) bool {
			return user == "" && password == "" || user == admin && password == adminPassword
		}
	}),
	bent("capitals do not matter in user names", "auth.user.case.*", func(s *server) {
		s.password = func(user, password string) bool {
			return strings.EqualFold(user, admin) && password == adminPassword
		}
	}),
	bent("a user's name is a password", "auth.user.name.*", func(s *server) {
		s.password = func(user, password string) bool {
			return user != "" && user == password || user == admin && password == adminPassword
		}
	}),
	bent("the password alone is enough", "auth.user.name.rest", func(s *server) {
		s.password = func(user, password string) bool {
			return (user == "" || user == admin) && password == adminPassword
		}
	}),
	bent("a login is everybody's", "auth.others", func(s *server) {
		known := false
		s.admits = func(c *caller) bool { known = known || c.token != ""; return known }
	}),
	bent("a login is good for one request", "auth.repeated.websocket", func(s *server) {
		used := map[*caller]int{}
		s.admits = func(c *caller) bool { used[c]++; return c.token != "" && used[c] < 3 }
	}),
	bent("every login has the same token", "auth.token.own", func(s *server) {
		s.newToken = func() string { return "AAAAAAAAAAAAAAAAAAAA" }
	}),
	bent("tokens have three characters", "auth.token.length", func(s *server) {
		n := 100
		s.newToken = func() string { n++; return strconv.Itoa(n) }
	}),
	bent("tokens are counted", "auth.token.guessed", func(s *server) {
		n := 0
		s.newToken = func() string { n++; return fmt.Sprintf("Zq%018d", n*7919) }
	}),
	bent("the beginning of a token is enough", "auth.token.part", func(s *server) {
		likeToken(s, func(token, text string) bool { return text != "" && strings.HasPrefix(token, text) })
	}),
	bent("capitals do not matter in tokens", "auth.token.near", func(s *server) { likeToken(s, strings.EqualFold) }),
	bent("what stands behind a token does not matter", "auth.token.near", func(s *server) {
		likeToken(s, func(token, text string) bool { return strings.HasPrefix(text, token) })
	}),
	bent("auth_clear logs everybody out", "auth.clear.own", func(s *server) {
		s.clear = func(string) { s.mu.Lock(); defer s.mu.Unlock(); clear(s.tokens) }
	}),

	// Paths and errors over REST.
	bent("a longer path is that of its beginning", "rest.path", func(s *server) {
		path := s.path
		s.path = func(text string) []string { steps := path(text); return steps[:min(len(steps), 2)] }
	}),
	bodies("the body of an error names another code", "action.unknown.rest", func(_ int, b object, _ http.Header) int {
		if args, ok := b["args"].(object); ok && args["code"] != nil {
			args["code"] = 500
		}
		return 0
	}),
	bodies("startjail: INFO is a server error over REST", "startjail.twice.rest", func(_ int, b object, _ http.Header) int {
		if text, _ := json.Marshal(b); strings.Contains(string(text), `"INFO"`) {
			return 500
		}
		return 0
	}),
	bodies("errors are declared as HTML", "error.strict.rest", func(status int, _ object, h http.Header) int {
		if status != 200 {
			h.Set("Content-Type", "text/html")
		}
		return 0
	}),
}
