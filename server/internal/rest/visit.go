package rest

import (
	"context"
	"net/http"
	"sync/atomic"

	"golang.org/x/time/rate"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Visit is one connection, whose requests come one after the other.
type Visit struct {
	// Turns are those of requests without a login, which wait for one.
	Turns *rate.Limiter

	// Known tells whether the last request came with a login.
	Known atomic.Bool
}

// visitKey is where the context of a request has its Visit.
type visitKey struct{}

// WithVisit is the context of a connection's requests.
func WithVisit(ctx context.Context, v *Visit) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

// awaitTurn has a caller without a login wait for its next turn, or for the end
// of the server.
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
