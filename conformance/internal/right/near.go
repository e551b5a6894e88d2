package right

import (
	"maps"
	"slices"
	"strings"
	"sync/atomic"
)

// lastRow bends the last row of listjails.
func lastRow(name, caught string, bend func(row object)) mutant {
	return answers(name, caught, "listjails", func(rows object) object {
		bend(rows[slices.Max(slices.Collect(maps.Keys(rows)))].(object))
		return rows
	})
}

// inherited takes a name that every object of JavaScript has for one of a table.
func inherited(of, caught string, bend func(s *server, name string)) mutant {
	return bent("every object has a constructor, and so have the "+of, caught, func(s *server) { bend(s, "constructor") })
}

// found has names find a jail that are not its own.
func found(s *server, same func(tag, name string) bool) {
	run := s.run
	s.run = func(action string, args object) (object, int) {
		name, _ := args["jail"].(string)
		for _, j := range s.host.jails {
			if s.host.find(name) == nil && same(j.tag, name) {
				args["jail"] = j.tag
			}
		}
		return run(action, args)
	}
}

// always answers an action in one way, whatever was asked.
func always(caught, action string, answer object, code int) mutant {
	return bent(action+": always no, whatever "+caught+" asks", caught, func(s *server) {
		run := s.run
		s.run = func(a string, args object) (object, int) {
			if a == action {
				return answer, code
			}
			return run(a, args)
		}
	})
}

// beside does something to the host whenever an action is refused.
func beside(name, caught, action string, change func(h *host)) mutant {
	return bent(name, caught, func(s *server) {
		run := s.run
		s.run = func(a string, args object) (object, int) {
			answer, code := run(a, args)
			if a == action && answer["error"] != nil {
				change(s.host)
			}
			return answer, code
		}
	})
}

// idsAre bends the id of every reply.
func idsAre(name string, bend func(id string) any) mutant {
	return messages(name, "message.id.kept", func(m, _ object) {
		if id, ok := m["id"].(string); ok {
			m["id"] = bend(id)
		}
	})
}

// acting changes an action before it is looked for.
func acting(s *server, change func(action string) string) {
	run := s.run
	s.run = func(action string, args object) (object, int) { return run(change(action), args) }
}

// wrote tells whether all of these texts stood in the latest message.
func wrote(s *server, texts ...string) *atomic.Bool {
	all, read := new(atomic.Bool), s.read
	s.read = func(text []byte) (object, error) {
		all.Store(!slices.ContainsFunc(texts, func(one string) bool { return !strings.Contains(string(text), one) }))
		return read(text)
	}
	return all
}

// likeToken takes what is like a token for it.
func likeToken(s *server, like func(token, text string) bool) {
	s.token = func(text string) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		for token := range s.tokens {
			if like(token, text) {
				return true
			}
		}
		return false
	}
}
