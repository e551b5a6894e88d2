package rpc

import "context"

// Later is what may wait until a client has its reply: what the log is told. It
// belongs to one goroutine. Where a context has none, nothing waits.
type Later struct{ tasks []func() }

type laterKey struct{}

// With returns a context under which calls put off what may wait.
func (l *Later) With(ctx context.Context) context.Context {
	return context.WithValue(ctx, laterKey{}, l)
}

// Do does what was put off.
func (l *Later) Do() {
	tasks := l.tasks
	l.tasks = nil
	for _, do := range tasks {
		do()
	}
}

// putOff has something done when the client has its reply.
func putOff(ctx context.Context, do func()) {
	if l, found := ctx.Value(laterKey{}).(*Later); found {
		l.tasks = append(l.tasks, do)
		return
	}
	do()
}
