package right

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// keyMutants are wrong about keys, logs, and what is shared by connections.
var keyMutants = []mutant{
	// What settings say.
	classes("settings: a registered key is lost", "settings.keys.*", "register_ssl_certificate", func(s *server, _ object, answer any, code int) (any, int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		clear(s.keys)
		return answer, code
	}),
	classes("settings: the nickname is lost", "settings.keys.*", "list_ssl_certificates", eachKey(func(string) any { return "" })),
	classes("settings: what is known of a key is an object", "settings.keys.*", "list_ssl_certificates", eachKey(func(string) any { return object{} })),
	classes("settings: what is known of a key is in another form", "settings.strict.*", "list_ssl_certificates", eachKey(func(string) any { return "conformance, conformance@example.org" })),
	classes("settings: keys in an array", "settings.keys.*", "list_ssl_certificates", func(_ *server, _ object, answer any, code int) (any, int) {
		for user, keys := range answer.(object) {
			answer.(object)[user] = slices.Collect(maps.Keys(keys.(object)))
		}
		return answer, code
	}),
	classes("settings: registering answers success", "settings.strict.*", "register_ssl_certificate", func(_ *server, _ object, _ any, code int) (any, int) {
		return object{"success": "registered"}, code
	}),
	classes("settings: no checksums", "settings.keys.*", "list_ssl_checksums", func(_ *server, _ object, _ any, code int) (any, int) {
		return object{"md5_keys": []string{}}, code
	}),
	classes("settings: the checksums of other texts", "settings.keys.*", "list_ssl_checksums", func(s *server, _ object, answer any, code int) (any, int) {
		return object{"md5_keys": []string{"HYyWj8Y7SbBIrSmD4Ym5Zg=="}}, code
	}),
	classes("settings: a revoked key stays", "settings.keys.*", "revoke_ssl_certificate", func(s *server, args object, answer any, code int) (any, int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.keys[admin][args["pub_key"].(string)] = "Nickname: conformance"
		return answer, code
	}),
	classes("settings: short names are unknown", "settings.names.*", "register_ssl_cert", func(*server, object, any, int) (any, int) { return nil, 400 }),
	bent("settings: rpc/settings is unknown", "settings.names.*", func(s *server) {
		common := s.common
		s.common = func(c *caller, class string, args object) (any, int, bool) {
			if class == "rpc/settings" {
				return nil, 0, false
			}
			return common(c, class, args)
		}
	}),
	bent("settings: anything is a key", "settings.nokey.*", func(s *server) { s.takesAnyKey = true }),
	bent("settings: no login is needed", "settings.nobody.*", func(s *server) { s.admits = func(*caller) bool { return true } }),
	bent("settings: everybody sees all keys", "settings.operator.*", func(s *server) { s.seesAll = func(*caller) bool { return true } }),

	// Who gets in by a key.
	bent("keys: the right answer is refused", "auth_ssl.login", func(s *server) { s.keyLogin = func(string) (string, bool) { return "", false } }),
	bent("keys: a text that does not fit", "auth_ssl.strict", func(s *server) { s.textLength = 20 }),
	bent("keys: always the same text", "auth_ssl.strict", func(s *server) {
		s.message = func(m, _ object) any {
			if a, ok := m["args"].(object); ok && a["test_string"] != nil {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.challenges = s.challenges[:1]
				a["test_string"] = s.challenges[0]
			}
			return m
		}
	}),
	bent("keys: an answer counts twice", "auth_ssl.once", func(s *server) { s.forgets = false }),
	bent("keys: any answer will do", "auth_ssl.wrong", func(s *server) {
		s.keyLogin = func(answer string) (string, bool) { return admin, answer != "" }
	}),
	bent("keys: any long answer will do", "auth_ssl.wrong", func(s *server) {
		s.keyLogin = func(answer string) (string, bool) { return admin, len(answer) > 300 }
	}),
	bent("keys: any text will do", "auth_ssl.unasked", func(s *server) {
		keyLogin := s.keyLogin
		s.keyLogin = func(answer string) (string, bool) {
			s.mu.Lock()
			s.challenges = append(s.challenges, "conformance")
			s.asked["conformance"] = s.clock.now()
			s.mu.Unlock()
			return keyLogin(answer)
		}
	}),
	bent("keys: a revoked key goes on", "auth_ssl.revoked", func(s *server) {
		keyLogin, known := s.keyLogin, map[string]string{}
		s.message = func(m, _ object) any {
			s.mu.Lock()
			defer s.mu.Unlock()
			maps.Copy(known, s.keys[admin])
			return m
		}
		s.keyLogin = func(answer string) (string, bool) {
			s.mu.Lock()
			s.keys[admin] = maps.Clone(known)
			s.mu.Unlock()
			return keyLogin(answer)
		}
	}),
	bent("keys: the first stage logs in", "auth_ssl.first", func(s *server) {
		s.message = func(m, _ object) any {
			if a, ok := m["args"].(object); ok && a["test_string"] != nil {
				s.admits = func(*caller) bool { return true }
			}
			return m
		}
	}),

	// What logs say.
	classes("logs: a list of lines", "logs.shape.*", "read_logs", func(_ *server, _ object, answer any, code int) (any, int) {
		return object{"hostinfo": []string{"line"}}, code
	}),
	classes("logs: all are read", "logs.shape.*", "read_logs", func(_ *server, _ object, answer any, code int) (any, int) {
		answer.(object)["dispatcher"] = object{}
		return answer, code
	}),
	classes("logs: nothing is in them", "logs.shape.*", "read_logs", func(_ *server, _ object, answer any, code int) (any, int) {
		return object{"hostinfo": object{}}, code
	}),
	classes("logs: the times asked for mean nothing", "logs.times.*", "read_logs", func(s *server, _ object, _ any, _ int) (any, int) {
		return s.readLogs(object{"action": "read_logs"})
	}),
	classes("logs: times in seconds", "logs.strict.*", "read_logs", func(_ *server, _ object, answer any, code int) (any, int) {
		return object{"hostinfo": object{"1772357400": "New Connection: 127.0.0.1"}}, code
	}),
	classes("logs: passwords are in them", "logs.secrets.password.*", "read_logs", func(_ *server, _ object, answer any, code int) (any, int) {
		return object{"hostinfo": object{theTime(): "auth " + admin + " " + adminPassword}}, code
	}),
	bent("logs: passwords of refused logins are in them", "logs.secrets.refused.*", func(s *server) {
		password := s.password
		s.password = func(user, given string) bool {
			right := password(user, given)
			if !right {
				s.note("User Login Attempt: " + user + " " + given + "   Success: false")
			}
			return right
		}
	}),
	classes("logs: tokens are in them", "logs.secrets.*", "read_logs", func(s *server, _ object, answer any, code int) (any, int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return object{"hostinfo": object{theTime(): "auth " + strings.Join(slices.Collect(maps.Keys(s.tokens)), " ")}}, code
	}),
	bent("logs: no login is needed", "logs.nobody.*", func(s *server) { s.admits = func(*caller) bool { return true } }),

	// What other connections see.
	bent("startjail: others see it later", "startjail.visible.*", func(s *server) { staleList(s) }),
	bent("stopjail: others see it later", "stopjail.visible.*", func(s *server) { staleList(s) }),
	bent("two changes on their way: one is lost", "message.inflight.changes", func(s *server) {
		s.message = func(m, q object) any {
			if m["id"] == "three" {
				m["id"] = "one"
			}
			return m
		}
	}),

	// What a transcript and an error name.
	answers("startjail: names a second jail, too", "startjail.starts.*", "startjail", func(a object) object {
		if started, ok := a["test"].(object); ok {
			started["* Starting 5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3 (www)"] = ""
		}
		return a
	}),
	answers("stopjail: names a second jail, too", "stopjail.stops.*", "stopjail", func(a object) object {
		if stopped, ok := a["test"].(object); ok {
			stopped["* Stopping 5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3 (www)"] = ""
		}
		return a
	}),
	messages("errors have the message of another", "action.unknown.websocket", func(m, _ object) {
		if a, ok := m["args"].(object); ok && a["code"] == 400 {
			a["message"] = "Unauthorized"
		}
	}),
	bodies("errors have the message of another, with a cause", "action.unknown.rest", func(status int, b object, _ http.Header) int {
		if a, ok := b["args"].(object); ok && status == 400 {
			a["message"] = "Not found: no such action"
		}
		return 0
	}),
}

// eachKey replaces what is told of each key.
func eachKey(bend func(about string) any) func(*server, object, any, int) (any, int) {
	return func(_ *server, _ object, answer any, code int) (any, int) {
		for _, keys := range answer.(object) {
			for key, about := range keys.(object) {
				keys.(object)[key] = bend(about.(string))
			}
		}
		return answer, code
	}
}

// staleList answers the list that was last asked for.
func staleList(s *server) {
	run, last := s.run, object(nil)
	s.run = func(action string, args object) (object, int) {
		answer, code := run(action, args)
		if action == "listjails" && code == 200 {
			if last == nil {
				last = answer
			}
			answer, last = last, answer
		}
		return answer, code
	}
}
