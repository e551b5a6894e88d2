package rpc

import (
	"context"
	"log/slog"
	"math/rand/v2"
)

// A request is the context of one request.
type request struct {
	context.Context
	id string
}

type requestKey struct{}

// Value returns the request for its own key, and asks the parent context for
// any other.
func (r *request) Value(key any) any {
	if key == (requestKey{}) {
		return r
	}
	return r.Context.Value(key)
}

// WithRequestID returns a context that says which request it serves, under a new
// id unless it has one.
func WithRequestID(ctx context.Context) context.Context {
	if RequestID(ctx) != "" {
		return ctx
	}
	return &request{ctx, newID()}
}

// newID returns 12 letters and digits, unique to a request. It protects no
// secret, so its source of chance need not make a system call.
func newID() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var id [12]byte
	for i, n := 0, rand.Uint64(); i < len(id); i, n = i+1, n>>5 {
		id[i] = letters[n%32]
	}
	return string(id[:])
}

// RequestID is the id of the request that ctx serves; empty if it serves none.
func RequestID(ctx context.Context) string {
	if r, found := ctx.Value(requestKey{}).(*request); found {
		return r.id
	}
	return ""
}

// LogRequestIDs returns a handler that adds to each line the id of the request
// that its context serves.
func LogRequestIDs(h slog.Handler) slog.Handler { return requestIDs{h} }

type requestIDs struct{ slog.Handler }

// Handle adds the id, if there is one.
func (h requestIDs) Handle(ctx context.Context, r slog.Record) error {
	if id := RequestID(ctx); id != "" {
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps adding the ids.
func (h requestIDs) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestIDs{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps adding the ids.
func (h requestIDs) WithGroup(name string) slog.Handler {
	return requestIDs{h.Handler.WithGroup(name)}
}
