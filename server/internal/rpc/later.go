package rpc

import "context"

// Later holds work to do after a client has its reply, so that the client need
// not wait for the log to be written, which takes a twentieth of a short
// request. The transport makes one for each request, or reuses one for
// successive requests, gives it to calls with their context, and calls Do when
// the reply is sent. It belongs to one goroutine. Under a context without one,
// the work is done at once.
type Later struct{ tasks []func() }

type laterKey struct{}

// With returns a context under which calls defer work that may wait.
func (l *Later) With(ctx context.Context) context.Context {
	return context.WithValue(ctx, laterKey{}, l)
}

// Do does the deferred work.
func (l *Later) Do() {
	tasks := l.tasks
	l.tasks = nil
	for _, do := range tasks {
		do()
	}
}

// putOff runs do after the client has its reply.
func putOff(ctx context.Context, do func()) {
	if l, found := ctx.Value(laterKey{}).(*Later); found {
		l.tasks = append(l.tasks, do)
		return
	}
	do()
}
