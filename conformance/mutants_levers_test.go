package conformance_test

import "time"

// leverMutants are wrong in what only time, or an iocage that fails, brings to
// light.
var leverMutants = []mutant{
	bent("a token never expires", "tokens.expired", func(r *right) { r.life = 1000 * time.Hour }),
	bent("a token lives a millisecond too long", "tokens.expired", func(r *right) { r.life += time.Millisecond }),
	bent("a token lives a millisecond too short", "tokens.alive", func(r *right) { r.life -= time.Millisecond }),
	bent("no use renews a token", "tokens.alive", func(r *right) {
		use := r.token
		r.token = func(token string) bool {
			r.mu.Lock()
			until := r.tokens[token]
			r.mu.Unlock()
			alive := use(token)
			r.mu.Lock()
			defer r.mu.Unlock()
			if alive {
				r.tokens[token] = until
			}
			return alive
		}
	}),
	bent("a connection outlives its token", "tokens.over", func(r *right) { r.admits = func(c *caller) bool { return c.token != "" } }),
	bent("whose token has expired may still act", "tokens.expired.action.*", func(r *right) { r.admits = func(c *caller) bool { return c.token != "" } }),
	bent("a text for a key is good for an hour", "auth_ssl.late", func(r *right) { r.textLife = time.Hour }),
	bent("a text for a key is good for 10 seconds", "auth_ssl.late", func(r *right) { r.textLife = 10 * time.Second }),
	bent("no failures block", "blocks.five.*", func(r *right) { r.most = 1000 }),
	bent("six failures block", "blocks.five.*", func(r *right) { r.most = 6 }),
	bent("four failures block", "blocks.four.*", func(r *right) { r.most = 4 }),
	bent("a success forgives nothing", "blocks.four.*", func(r *right) { r.forgives = false }),
	bent("failures of a day are a row", "blocks.window.*", func(r *right) { r.window = 24 * time.Hour }),
	bent("a block ends after a minute", "blocks.ends.*", func(r *right) { r.block = time.Minute }),
	bent("a block never ends", "blocks.ends.*", func(r *right) { r.block = 1000 * time.Hour }),
	bent("the host itself is blocked", "blocks.loopback.*", func(r *right) { r.blocksLoopback = true }),
	bent("success when iocage failed", "failure.success.*", func(r *right) {
		r.broke = func(string) jsonObject { return jsonObject{"success": "done"} }
	}),
	bent("nothing when iocage failed", "failure.action.*", func(r *right) {
		r.broke = func(string) jsonObject { return jsonObject{} }
	}),
}
