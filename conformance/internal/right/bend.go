package right

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// bent makes a mutant by replacing functions of a right server.
func bent(name, caught string, bend func(s *server)) mutant {
	return mutant{name: name, caught: caught, host: Host{bend: bend}}
}

// answers bends the answer of one action.
func answers(name, caught, action string, bend func(answer object) object) mutant {
	return bent(name, caught, func(s *server) {
		run := s.run
		s.run = func(a string, args object) (object, int) {
			answer, code := run(a, args)
			if a == action && code == 200 && answer["error"] == nil {
				answer = bend(answer)
			}
			return answer, code
		}
	})
}

// rows bends each row of listjails.
func rows(name, caught string, bend func(row object)) mutant {
	return eachOf(name, caught, "listjails", bend)
}

// settings bends the settings of each jail.
func settings(name, caught string, bend func(s object)) mutant {
	return eachOf(name, caught, "getjailsettings", bend)
}

// usages bends the rows of df.
func usages(name, caught string, bend func(row object)) mutant {
	return eachOf(name, caught, "df", bend)
}

// eachOf bends each object in the answer of an action.
func eachOf(name, caught, action string, bend func(row object)) mutant {
	return answers(name, caught, action, func(a object) object {
		for _, row := range a {
			bend(row.(object))
		}
		return a
	})
}

// messages bends each WebSocket reply, given its request.
func messages(name, caught string, bend func(m, q object)) mutant {
	return bent(name, caught, func(s *server) {
		s.message = func(m, q object) any { bend(m, q); return m }
	})
}

// bodies bends each REST reply; a status of 0 keeps it.
func bodies(name, caught string, bend func(status int, b object, h http.Header) int) mutant {
	return bent(name, caught, func(s *server) {
		s.body = func(status int, b object, h http.Header) (int, any) {
			var own object // the answer may be the host's own rows
			text, _ := json.Marshal(b)
			_ = json.Unmarshal(text, &own)
			if bentStatus := bend(status, own, h); bentStatus != 0 {
				status = bentStatus
			}
			return status, own
		}
	})
}

// events is a server whose events say something else.
func events(name, caught string, bend func(args object) []object) mutant {
	return bent(name, caught, func(s *server) {
		s.tells = func(_ string, a object) []object { return bend(a) }
	})
}

// classes bends the answer of an action of the classes beside sysadm/iocage.
func classes(name, caught, action string, bend func(s *server, args object, answer any, code int) (any, int)) mutant {
	return bent(name, caught, func(s *server) {
		common := s.common
		s.common = func(c *caller, class string, args object) (any, int, bool) {
			answer, code, found := common(c, class, args)
			if asked, _ := args["action"].(string); found && asked == action {
				answer, code = bend(s, args, answer, code)
			}
			return answer, code, found
		}
	})
}

// before changes the jail of an action before and after it is carried out.
func before(s *server, action string, first, then func(j *jail)) {
	run := s.run
	s.run = func(a string, args object) (object, int) {
		name, _ := args["jail"].(string)
		j := s.host.find(name)
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

// after does something to the host once an action has succeeded.
func after(s *server, action string, change func(answer object)) {
	run := s.run
	s.run = func(a string, args object) (object, int) {
		answer, code := run(a, args)
		if a == action && code == 200 && answer["error"] == nil {
			change(answer)
		}
		return answer, code
	}
}

// instead answers the requests for which the answer is not nil.
func instead(s *server, answer func(action string, args object) object) {
	run := s.run
	s.run = func(action string, args object) (object, int) {
		if given := answer(action, args); given != nil {
			return given, 200
		}
		return run(action, args)
	}
}

// unknown answers for jails that are not there.
func unknown(s *server, action string, answer func(name string) object) {
	run := s.run
	s.run = func(a string, args object) (object, int) {
		if name, ok := args["jail"].(string); ok && a == action && s.host.find(name) == nil {
			return answer(name), 200
		}
		return run(a, args)
	}
}

// defaulted fills in an argument that is missing.
func defaulted(s *server, action, key, value string) {
	run := s.run
	s.run = func(a string, args object) (object, int) {
		if _, given := args[key]; a == action && !given {
			args[key] = value
		}
		return run(a, args)
	}
}

// named changes the name of a jail before it is looked for.
func named(s *server, change func(name string) string) {
	run := s.run
	s.run = func(action string, args object) (object, int) {
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

func rename(m object, from, to string) {
	if v, ok := m[from]; ok {
		m[to] = v
		delete(m, from)
	}
}

func recode(m object, from, to int) {
	if args, ok := m["args"].(object); ok && args["code"] == from {
		args["code"] = to
	}
}

// rewritten changes the arguments of an action before it is carried out.
func rewritten(s *server, action string, change func(args object)) {
	run := s.run
	s.run = func(a string, args object) (object, int) {
		if a == action {
			change(args)
		}
		return run(a, args)
	}
}

// rewrittenAction does another action in the name of one.
func rewrittenAction(s *server, action, other, sentence string) {
	run := s.run
	s.run = func(a string, args object) (object, int) {
		if a != action {
			return run(a, args)
		}
		_, code := run(other, args)
		return object{"success": sentence}, code
	}
}

// undone takes back what an action did to the jails.
func undone(s *server, action string) {
	run := s.run
	s.run = func(a string, args object) (object, int) {
		jails := slices.Clone(s.host.jails)
		answer, code := run(a, args)
		if a == action {
			s.host.jails = jails
		}
		return answer, code
	}
}

// refusedAs answers what is refused as if it were not: where a property is
// named, requests for it only.
func refusedAs(s *server, action string, answer func(args object) object, property string) {
	run := s.run
	s.run = func(a string, args object) (object, int) {
		given, code := run(a, args)
		if a == action && given["error"] != nil && given["error"] != missingKeys && (property == "" || args["prop"] == property) {
			return answer(args), code
		}
		return given, code
	}
}
