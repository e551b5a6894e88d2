package rpc

import (
	"net/netip"
	"sync/atomic"
)

// Bounds are what a Router takes on. The zero value has none but the original's
// nesting.
type Bounds struct {
	// Nesting is how deep a message may be nested; zero means 1024, as in the
	// original server.
	Nesting int

	// Requests is how many are answered at once, in all; zero is any number.
	// Those answered in order do not count: each connection has one at most, and
	// an administrator must get in.
	Requests int

	// Hurries is told of each request without a login, and reports whether its
	// address has sent too many of them of late; nil bounds nobody.
	Hurries func(netip.Addr) bool
}

// refuses says why nothing is answered to that caller now, or nil.
func (r *Router) refuses(c *Caller, anonymous bool) *Error {
	switch {
	case r.stopped.Load():
		return Errorf(503, "the server is shutting down")
	case anonymous && r.Bounds.Hurries != nil && r.Bounds.Hurries(c.Address):
		return Errorf(429, "too many requests without a login from this address: wait a second, or log in")
	}
	return nil
}

// Stop has every message refused from now on. What was admitted is answered.
func (r *Router) Stop() { r.stopped.Store(true) }

// A count is how many requests are being answered.
type count struct{ atomic.Int64 }

// enter counts one in, and is false if there is no room; whoever entered must leave.
func (n *count) enter(most int) bool {
	if n.Add(1) <= int64(most) || most == 0 {
		return true
	}
	n.leave()
	return false
}

func (n *count) leave() { n.Add(-1) }
