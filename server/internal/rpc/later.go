package rpc

import "context"

// Later is what is done only when a client has its reply, so that it need not wait
// for the log to be written: that takes a twentieth of a short request. The transport
// makes one for each request, or for one after the other, gives it to calls with their
// context, and calls Do when the reply is sent. It belongs to one goroutine. Under a
// context without one, all is done at once.
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
