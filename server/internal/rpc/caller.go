package rpc

import (
	"net/netip"

	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/event"
)

// A Caller is who sends messages: an address, and the login it has, if any. It
// is a session's, or one REST request's.
type Caller struct {
	Address netip.Addr

	// Transport is how messages come: "websocket" or "rest".
	Transport string

	// Token is the login's token; it says who the caller is each time a message
	// arrives.
	Token string

	// Identity is who a caller without a token is.
	Identity auth.Identity

	// Events is what the caller has subscribed to; nil where no event could
	// reach it, as over REST.
	Events *event.Subscriber
}

// Forget drops the caller's login.
func (c *Caller) Forget() { c.Token, c.Identity = "", auth.Identity{} }

// Access is what a class asks of its callers.
type Access int

const (
	// Users are those who logged in. It is the zero value, so that a row
	// without a word about access lets nobody else in.
	Users Access = iota

	// Anybody may call without a login.
	Anybody

	// FullAccess is what members of wheel have.
	FullAccess
)

// Allows reports whether somebody with that identity may call.
func (a Access) Allows(identity auth.Identity) bool {
	switch a {
	case Anybody:
		return true
	case FullAccess:
		return identity.FullAccess
	}
	return identity.User != ""
}
