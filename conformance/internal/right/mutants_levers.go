package right

import (
	"strings"
	"time"
)

// leverMutants are wrong in what only time, or an iocage that fails, brings to
// light.
var leverMutants = []mutant{
	bent("a token never expires", "tokens.expired", func(s *server) { s.life = 1000 * time.Hour }),
	bent("a token lives a millisecond too long", "tokens.expired", func(s *server) { s.life += time.Millisecond }),
	bent("a token lives a millisecond too short", "tokens.alive", func(s *server) { s.life -= time.Millisecond }),
	bent("no use renews a token", "tokens.alive", func(s *server) {
		use := s.token
		s.token = func(token string) bool {
			s.mu.Lock()
			until := s.tokens[token]
			s.mu.Unlock()
			alive := use(token)
			s.mu.Lock()
			defer s.mu.Unlock()
			if alive {
				s.tokens[token] = until
			}
			return alive
		}
	}),
	bent("a connection outlives its token", "tokens.over", func(s *server) { s.admits = func(c *caller) bool { return c.token != "" } }),
	bent("whose token has expired may still act", "tokens.expired.action.*", func(s *server) { s.admits = func(c *caller) bool { return c.token != "" } }),
	bent("a text for a key is good for an hour", "auth_ssl.late", func(s *server) { s.textLife = time.Hour }),
	bent("a text for a key is good for 10 seconds", "auth_ssl.late", func(s *server) { s.textLife = 10 * time.Second }),
	bent("no failures block", "blocks.five.*", func(s *server) { s.most = 1000 }),
	bent("six failures block", "blocks.five.*", func(s *server) { s.most = 6 }),
	bent("four failures block", "blocks.four.*", func(s *server) { s.most = 4 }),
	bent("a success forgives nothing", "blocks.four.*", func(s *server) { s.forgives = false }),
	bent("failures of a day are a row", "blocks.window.*", func(s *server) { s.window = 24 * time.Hour }),
	bent("a block ends after a minute", "blocks.ends.*", func(s *server) { s.block = time.Minute }),
	bent("a block never ends", "blocks.ends.*", func(s *server) { s.block = 1000 * time.Hour }),
	bent("the host itself is blocked", "blocks.loopback.*", func(s *server) { s.blocksLoopback = true }),
	bent("success when iocage failed", "failure.success.*", func(s *server) {
		s.broke = func(string) object { return object{"success": "done"} }
	}),
	bent("nothing when iocage failed", "failure.action.*", func(s *server) {
		s.broke = func(string) object { return object{} }
	}),
	brokenAs("only status 1 of iocage is a failure", "exit_code: 3"),
	brokenAs("an iocage that was killed has succeeded", "effect: die"),
}

// brokenAs takes one way of iocage to fail for a success.
func brokenAs(name, fault string) mutant {
	return bent(name, "failure.status.*", func(s *server) {
		broke := s.broke
		s.broke = func(action string) object {
			s.mu.Lock()
			defer s.mu.Unlock()
			if strings.Contains(s.faults, fault) {
				return object{"success": "done"}
			}
			return broke(action)
		}
	})
}
