package rest

import (
	"context"
	"net/http"
	"sync/atomic"

	"golang.org/x/time/rate"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Visit is one connection, with its requests in sequence.
type Visit struct {
	// Turns limits the rate of requests without a login.
	Turns *rate.Limiter

	// Known says that the last request came with a login.
	Known atomic.Bool
}

// visitKey is the context key of a Visit.
type visitKey struct{}

// WithVisit returns the context for a connection's requests.
func WithVisit(ctx context.Context, v *Visit) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

// awaitTurn makes a caller without a login wait for its next turn, or for the
// end of the server.
func awaitTurn(r *http.Request, caller *rpc.Caller) {
	v, found := r.Context().Value(visitKey{}).(*Visit)
	if !found {
		return
	}
	v.Known.Store(caller.Token != "" || caller.Identity.User != "")
	if !v.Known.Load() {
		_ = v.Turns.Wait(r.Context())
	}
}
