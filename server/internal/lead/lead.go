// Package lead lets the goroutine that reads a message also answer it. Only
// when an answer has to wait does it pass the lead: another goroutine then
// continues reading. (The pattern is known as leader and followers.) Most
// answers do not wait, and waking another goroutine for each would double their
// cost.
package lead

import "context"

type key struct{}

// With returns a context for what the leader does. It calls pass when the leader is
// about to wait, for the first time and for every other.
func With(ctx context.Context, pass func()) context.Context {
	return context.WithValue(ctx, key{}, pass)
}

// Pass is called by a goroutine that is about to wait, or may be: if it leads, it
// passes the lead.
func Pass(ctx context.Context) {
	if pass, leads := ctx.Value(key{}).(func()); leads {
		pass()
	}
}
