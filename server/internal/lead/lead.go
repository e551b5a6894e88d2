// Package lead lets a goroutine answer by itself what it reads. Only when an answer
// has to wait does it pass the lead: then another goroutine reads on. (The pattern
// is known as leader and followers.) Most answers wait for nothing, and to wake
// another goroutine for each of them would cost as much again.
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
