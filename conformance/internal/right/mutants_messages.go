package right

import (
	"crypto/tls"
	"maps"
	"net/http"
	"strings"

	"github.com/gorilla/websocket"
)

// messageMutants are wrong in plain sight about logins, messages and REST.
var messageMutants = []mutant{
	// Who is let in.
	bent("no login is needed", "auth.required.*", func(s *server) { s.admits = func(*caller) bool { return true } }),
	bent("no login is needed to start a jail", "auth.required.unchanged.*", func(s *server) {
		s.admits = func(c *caller) bool {
			if c.token == "" && s.host.find("test") != nil {
				s.host.find("test").jid = 12
			}
			return c.token != "" && s.token(c.token)
		}
	}),
	bent("any password will do", "auth.password.*", func(s *server) { s.password = func(string, string) bool { return true } }),
	bent("the beginning of what was sent is enough", "auth.password.longer.*", func(s *server) {
		s.password = func(user, password string) bool {
			return user == admin && strings.HasPrefix(password, adminPassword)
		}
	}),
	bent("an empty password will do", "auth.password.empty.*", func(s *server) {
		s.password = func(user, password string) bool {
			return user == admin && (password == "" || password == adminPassword)
		}
	}),
	bent("any user will do", "auth.user.unknown.*", func(s *server) {
		s.password = func(_, password string) bool { return password == adminPassword }
	}),
	bent("any token will do", "auth.token.unknown", func(s *server) { s.token = func(string) bool { return true } }),
	bent("an empty token is everybody's", "auth.token.unknown", func(s *server) {
		token := s.token
		s.token = func(text string) bool { return text == "" || token(text) }
		s.admits = func(c *caller) bool { return s.token(c.token) }
	}),
	bent("the end of a token is enough", "auth.token.part", func(s *server) {
		s.token = func(text string) bool {
			s.mu.Lock()
			defer s.mu.Unlock()
			for token := range s.tokens {
				if text != "" && strings.HasSuffix(token, text) {
					return true
				}
			}
			return false
		}
	}),
	bent("no token logs in twice", "auth.token.adopted", func(s *server) {
		s.token = func(string) bool { return false }
		s.admits = func(c *caller) bool { return c.token != "" }
	}),
	bent("auth_clear keeps the token", "auth.clear.token", func(s *server) { s.clear = func(string) {} }),
	bent("auth_clear is answered", "auth.clear", func(s *server) { s.answersClear = true }),
	bent("a REST login is everybody's", "auth.rest.each", func(s *server) {
		known := false
		s.admits = func(c *caller) bool { known = known || c.token != ""; return known }
	}),
	bent("a login is forgotten at once", "auth.pipelined", func(s *server) {
		seen := map[*caller]bool{}
		s.admits = func(c *caller) bool { again := seen[c]; seen[c] = true; return again && c.token != "" }
	}),

	// What a message looks like.
	messages("the id is lost", "message.id", func(m, _ object) { m["id"] = "" }),
	messages("the id is missing", "message.id", func(m, _ object) { delete(m, "id") }),
	messages("the id is in lower case", "message.id", func(m, _ object) {
		if id, ok := m["id"].(string); ok {
			m["id"] = strings.ToUpper(id)
		}
	}),
	messages("long ids are cut", "message.id", func(m, _ object) {
		if id, ok := m["id"].(string); ok && len(id) > 100 {
			m["id"] = id[:100]
		}
	}),
	messages("errors lose the id", "message.id.error", func(m, _ object) {
		if m["name"] == "error" {
			m["id"] = ""
		}
	}),
	messages("a member is added to the message", "listjails.strict.websocket", func(m, _ object) { m["version"] = "1" }),
	messages("the namespace is response", "message.id", func(m, _ object) { m["namespace"] = "response" }),
	messages("the name is the class", "message.id", func(m, q object) { m["name"] = q["name"] }),
	messages("errors have the wrong code", "action.unknown.websocket", func(m, _ object) { recode(m, 400, 404) }),
	messages("an unknown class is a bad request", "class.unknown.websocket", func(m, _ object) { recode(m, 404, 400) }),
	messages("who has not logged in is forbidden", "auth.required.*", func(m, _ object) { recode(m, 401, 403) }),
	messages("errors look like replies", "action.unknown.websocket", func(m, _ object) {
		if m["name"] == "error" {
			m["name"], m["namespace"] = "response", "rpc"
		}
	}),
	messages("error codes are text", "error.strict", func(m, _ object) {
		if args, ok := m["args"].(object); ok && args["code"] != nil {
			args["code"] = "401"
		}
	}),
	messages("seconds are text", "auth.login", func(m, _ object) {
		if args, ok := m["args"].([]any); ok && len(args) == 2 {
			args[1] = "300"
		}
	}),
	messages("the token stands alone", "auth.login", func(m, _ object) {
		if args, ok := m["args"].([]any); ok && len(args) == 2 {
			m["args"] = args[0]
		}
	}),
	bent("replies come to the request before", "message.inflight", func(s *server) {
		last := any("")
		s.message = func(m, _ object) any { m["id"], last = last, m["id"]; return m }
	}),
	bent("malformed JSON closes the connection", "request.malformed", func(s *server) { s.malformed = func(*websocket.Conn) bool { return false } }),
	bent("malformed JSON is answered in plain words", "request.malformed", func(s *server) {
		s.malformed = func(c *websocket.Conn) bool { return c.WriteMessage(websocket.TextMessage, []byte("what?")) == nil }
	}),
	bent("every reply comes twice", "message.inflight", func(s *server) { s.twice = true }),
	bent("a binary message closes the connection", "message.binary", func(s *server) { s.noBinary = true }),
	bent("an unknown action succeeds", "action.unknown.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if answer, code := run(action, args); code == 200 {
				return answer, code
			}
			return object{}, 200
		}
	}),
	bent("younger actions are there", "action.younger.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if action == "listreleases" {
				return object{}, 200
			}
			return run(action, args)
		}
	}),
	bent("any class is iocage", "class.unknown.*", func(s *server) { s.class = func(string, string) int { return 200 } }),
	bent("the query leaves iocage out", "query.iocage.*", func(s *server) { s.query = func() object { return object{"rpc/query": "read"} } }),
	bent("the query says yes and no", "query.shape.*", func(s *server) { s.query = func() object { return object{"sysadm/iocage": true} } }),
	bent("the official client's Origin is refused", "origin.client", func(s *server) { s.origin = func(o string) bool { return o == "" } }),
	bent("any page's Origin is accepted", "origin.foreign", func(s *server) { s.origin = func(string) bool { return true } }),

	// What REST does.
	bodies("REST differs from WebSocket", "transports.listjails", func(_ int, b object, _ http.Header) int {
		if rows, ok := b["args"].(object)["listjails"].(object); ok {
			for _, row := range rows {
				row.(object)["boot"] = "on"
			}
		}
		return 0
	}),
	bodies("REST has no args around the answer", "listjails.shape.rest", func(_ int, b object, _ http.Header) int {
		args, _ := b["args"].(object)
		delete(b, "args")
		maps.Copy(b, args)
		return 0
	}),
	bodies("REST says 200 to everything", "action.unknown.rest", func(int, object, http.Header) int { return 200 }),
	bodies("REST says 500 where it means 400", "action.missing.rest", func(status int, _ object, _ http.Header) int {
		if status == 400 {
			return 500
		}
		return status
	}),
	bodies("REST speaks HTML", "rest.type", func(_ int, _ object, h http.Header) int { h.Set("Content-Type", "text/html"); return 0 }),
	bodies("REST answers in the form of a message", "listjails.strict.rest", func(_ int, b object, _ http.Header) int {
		b["id"], b["name"], b["namespace"] = "", "response", "sysadm"
		return 0
	}),
	bent("REST takes any verb", "rest.verbs.other", func(s *server) { s.verbs = func(string) bool { return true } }),
	bent("REST takes PUT only", "rest.verbs", func(s *server) { s.verbs = func(verb string) bool { return verb == "PUT" } }),
	{name: "REST speaks HTTP/2", caught: "rest.http", host: Host{http2: true}},
	{name: "TLS 1.0 is accepted", caught: "tls.old.*", host: Host{tls: func(c *tls.Config) { c.MinVersion = tls.VersionTLS10 }}},
	{name: "TLS 1.3 is not", caught: "tls.new.*", host: Host{tls: func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }}},
}
