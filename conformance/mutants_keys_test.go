package conformance_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// keyMutants are wrong about keys, logs, and what is shared by connections.
var keyMutants = []mutant{
	// What settings say.
	classes("settings: a registered key is lost", "settings.keys.*", "register_ssl_certificate", func(r *right, _ jsonObject, answer any, code int) (any, int) {
		r.mu.Lock()
		defer r.mu.Unlock()
		clear(r.keys)
		return answer, code
	}),
	classes("settings: the nickname is lost", "settings.keys.*", "list_ssl_certificates", eachKey(func(string) any { return "" })),
	classes("settings: what is known of a key is an object", "settings.keys.*", "list_ssl_certificates", eachKey(func(string) any { return jsonObject{} })),
	classes("settings: what is known of a key is in another form", "settings.strict.*", "list_ssl_certificates", eachKey(func(string) any { return "conformance, conformance@example.org" })),
	classes("settings: keys in an array", "settings.keys.*", "list_ssl_certificates", func(_ *right, _ jsonObject, answer any, code int) (any, int) {
		for user, keys := range answer.(jsonObject) {
			answer.(jsonObject)[user] = slices.Collect(maps.Keys(keys.(jsonObject)))
		}
		return answer, code
	}),
	classes("settings: registering answers success", "settings.strict.*", "register_ssl_certificate", func(_ *right, _ jsonObject, _ any, code int) (any, int) {
		return jsonObject{"success": "registered"}, code
	}),
	classes("settings: no checksums", "settings.keys.*", "list_ssl_checksums", func(_ *right, _ jsonObject, _ any, code int) (any, int) {
		return jsonObject{"md5_keys": []string{}}, code
	}),
	classes("settings: the checksums of other texts", "settings.keys.*", "list_ssl_checksums", func(r *right, _ jsonObject, answer any, code int) (any, int) {
		return jsonObject{"md5_keys": []string{"HYyWj8Y7SbBIrSmD4Ym5Zg=="}}, code
	}),
	classes("settings: a revoked key stays", "settings.keys.*", "revoke_ssl_certificate", func(r *right, args jsonObject, answer any, code int) (any, int) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.keys[rightUser][args["pub_key"].(string)] = "Nickname: conformance"
		return answer, code
	}),
	classes("settings: short names are unknown", "settings.names.*", "register_ssl_cert", func(*right, jsonObject, any, int) (any, int) { return nil, 400 }),
	bent("settings: rpc/settings is unknown", "settings.names.*", func(r *right) {
		common := r.common
		r.common = func(c *caller, class string, args jsonObject) (any, int, bool) {
			if class == "rpc/settings" {
				return nil, 0, false
			}
			return common(c, class, args)
		}
	}),
	bent("settings: anything is a key", "settings.nokey.*", func(r *right) { r.takesAnyKey = true }),
	bent("settings: no login is needed", "settings.nobody.*", func(r *right) { r.admits = func(*caller) bool { return true } }),
	bent("settings: everybody sees all keys", "settings.operator.*", func(r *right) { r.seesAll = func(*caller) bool { return true } }),

	// Who gets in by a key.
	bent("keys: the right answer is refused", "auth_ssl.login", func(r *right) { r.keyLogin = func(string) (string, bool) { return "", false } }),
	bent("keys: a text that does not fit", "auth_ssl.strict", func(r *right) { r.textLength = 20 }),
	bent("keys: always the same text", "auth_ssl.strict", func(r *right) {
		r.message = func(m, _ jsonObject) any {
			if a, ok := m["args"].(jsonObject); ok && a["test_string"] != nil {
				r.mu.Lock()
				defer r.mu.Unlock()
				r.challenges = r.challenges[:1]
				a["test_string"] = r.challenges[0]
			}
			return m
		}
	}),
	bent("keys: an answer counts twice", "auth_ssl.once", func(r *right) { r.forgets = false }),
	bent("keys: any answer will do", "auth_ssl.wrong", func(r *right) {
		r.keyLogin = func(answer string) (string, bool) { return rightUser, answer != "" }
	}),
	bent("keys: any long answer will do", "auth_ssl.wrong", func(r *right) {
		r.keyLogin = func(answer string) (string, bool) { return rightUser, len(answer) > 300 }
	}),
	bent("keys: any text will do", "auth_ssl.unasked", func(r *right) {
		keyLogin := r.keyLogin
		r.keyLogin = func(answer string) (string, bool) {
			r.mu.Lock()
			r.challenges = append(r.challenges, "conformance")
			r.asked["conformance"] = r.clock.now()
			r.mu.Unlock()
			return keyLogin(answer)
		}
	}),
	bent("keys: a revoked key goes on", "auth_ssl.revoked", func(r *right) {
		keyLogin, known := r.keyLogin, map[string]string{}
		r.message = func(m, _ jsonObject) any {
			r.mu.Lock()
			defer r.mu.Unlock()
			maps.Copy(known, r.keys[rightUser])
			return m
		}
		r.keyLogin = func(answer string) (string, bool) {
			r.mu.Lock()
			r.keys[rightUser] = maps.Clone(known)
			r.mu.Unlock()
			return keyLogin(answer)
		}
	}),
	bent("keys: the first stage logs in", "auth_ssl.first", func(r *right) {
		r.message = func(m, _ jsonObject) any {
			if a, ok := m["args"].(jsonObject); ok && a["test_string"] != nil {
				r.admits = func(*caller) bool { return true }
			}
			return m
		}
	}),

	// What logs say.
	classes("logs: a list of lines", "logs.shape.*", "read_logs", func(_ *right, _ jsonObject, answer any, code int) (any, int) {
		return jsonObject{"hostinfo": []string{"line"}}, code
	}),
	classes("logs: all are read", "logs.shape.*", "read_logs", func(_ *right, _ jsonObject, answer any, code int) (any, int) {
		answer.(jsonObject)["dispatcher"] = jsonObject{}
		return answer, code
	}),
	classes("logs: nothing is in them", "logs.shape.*", "read_logs", func(_ *right, _ jsonObject, answer any, code int) (any, int) {
		return jsonObject{"hostinfo": jsonObject{}}, code
	}),
	classes("logs: the times asked for mean nothing", "logs.times.*", "read_logs", func(r *right, _ jsonObject, _ any, _ int) (any, int) {
		return r.readLogs(jsonObject{"action": "read_logs"})
	}),
	classes("logs: times in seconds", "logs.strict.*", "read_logs", func(_ *right, _ jsonObject, answer any, code int) (any, int) {
		return jsonObject{"hostinfo": jsonObject{"1772357400": "New Connection: 127.0.0.1"}}, code
	}),
	classes("logs: passwords are in them", "logs.secrets.password.*", "read_logs", func(_ *right, _ jsonObject, answer any, code int) (any, int) {
		return jsonObject{"hostinfo": jsonObject{rightTime: "auth " + rightUser + " " + rightPassword}}, code
	}),
	classes("logs: tokens are in them", "logs.secrets.*", "read_logs", func(r *right, _ jsonObject, answer any, code int) (any, int) {
		r.mu.Lock()
		defer r.mu.Unlock()
		return jsonObject{"hostinfo": jsonObject{rightTime: "auth " + strings.Join(slices.Collect(maps.Keys(r.tokens)), " ")}}, code
	}),
	bent("logs: no login is needed", "logs.nobody.*", func(r *right) { r.admits = func(*caller) bool { return true } }),

	// What other connections see.
	bent("startjail: others see it later", "startjail.visible.*", func(r *right) { staleList(r) }),
	bent("stopjail: others see it later", "stopjail.visible.*", func(r *right) { staleList(r) }),
	bent("two changes on their way: one is lost", "message.inflight.changes", func(r *right) {
		r.message = func(m, q jsonObject) any {
			if m["id"] == "three" {
				m["id"] = "one"
			}
			return m
		}
	}),

	// What a transcript and an error name.
	answers("startjail: names a second jail, too", "startjail.starts.*", "startjail", func(a jsonObject) jsonObject {
		if started, ok := a["test"].(jsonObject); ok {
			started["* Starting 5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3 (www)"] = ""
		}
		return a
	}),
	answers("stopjail: names a second jail, too", "stopjail.stops.*", "stopjail", func(a jsonObject) jsonObject {
		if stopped, ok := a["test"].(jsonObject); ok {
			stopped["* Stopping 5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3 (www)"] = ""
		}
		return a
	}),
	messages("errors have the message of another", "action.unknown.websocket", func(m, _ jsonObject) {
		if a, ok := m["args"].(jsonObject); ok && a["code"] == 400 {
			a["message"] = "Unauthorized"
		}
	}),
	bodies("errors have the message of another, with a cause", "action.unknown.rest", func(status int, b jsonObject, _ http.Header) int {
		if a, ok := b["args"].(jsonObject); ok && status == 400 {
			a["message"] = "Not found: no such action"
		}
		return 0
	}),
}

// eachKey replaces what is told of each key.
func eachKey(bend func(about string) any) func(*right, jsonObject, any, int) (any, int) {
	return func(_ *right, _ jsonObject, answer any, code int) (any, int) {
		for _, keys := range answer.(jsonObject) {
			for key, about := range keys.(jsonObject) {
				keys.(jsonObject)[key] = bend(about.(string))
			}
		}
		return answer, code
	}
}

// staleList answers the list that was last asked for.
func staleList(r *right) {
	run, last := r.run, jsonObject(nil)
	r.run = func(action string, args jsonObject) (jsonObject, int) {
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
