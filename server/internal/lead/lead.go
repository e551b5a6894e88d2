// Package lead lets the goroutine that reads a message also answer it. Only
// when an answer has to wait does it pass the lead: another goroutine then
// continues reading. (The pattern is known as leader and followers.) Most
// answers do not wait, and waking another goroutine for each would double their
// cost.
package lead

import "context"

type key struct{}

// With returns a context for the leader's work. pass is called each time the
// leader is about to wait.
func With(ctx context.Context, pass func()) context.Context {
	return context.WithValue(ctx, key{}, pass)
}

// Pass is called by a goroutine that may be about to wait. If it leads, it
// passes the lead.
func Pass(ctx context.Context) {
	if pass, leads := ctx.Value(key{}).(func()); leads {
		pass()
	}
}
