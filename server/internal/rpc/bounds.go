package rpc

import (
	"net/netip"
	"sync/atomic"
)

// Bounds are the limits of a Router. The zero value limits only nesting, as the
// original does.
type Bounds struct {
	// Nesting is how deep a message may be nested; zero means 1024, as in the
	// original server.
	Nesting int

	// Requests is how many requests are answered at once, in all; zero is no
	// limit. Requests answered in order do not count: each connection has at
	// most one, and an administrator must be able to log in.
	Requests int

	// Hurries is called for each request without a login, and reports whether
	// its address has sent too many of them recently; nil is no limit.
	Hurries func(netip.Addr) bool
}

// refuses returns why the caller gets no answer now, or nil.
func (r *Router) refuses(c *Caller, anonymous bool) *Error {
	switch {
	case r.stopped.Load():
		return errStopping
	case anonymous && r.Bounds.Hurries != nil && r.Bounds.Hurries(c.Address):
		return errHurry
	}
	return nil
}

// errStopping refuses a request because the server stops.
var errStopping = Errorf(503, "the server is shutting down")

// errHurry refuses a request of an address that sends too many.
var errHurry = Errorf(429, "too many requests without a login from this address: wait a second, or log in")

// Stop makes the router refuse every message from now on. Admitted messages are
// still answered.
func (r *Router) Stop() { r.stopped.Store(true) }

// A count is the number of requests being answered.
type count struct{ atomic.Int64 }

// enter counts one request in, or returns false if there is no room. A caller
// that entered must leave.
func (n *count) enter(most int) bool {
	if n.Add(1) <= int64(most) || most == 0 {
		return true
	}
	n.leave()
	return false
}

func (n *count) leave() { n.Add(-1) }
