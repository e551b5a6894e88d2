package rpc

import (
	"net/netip"

	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/event"
)

// A Caller is the sender of messages: an address, and its login, if any. It
// belongs to a session, or to one REST request.
type Caller struct {
	Address netip.Addr

	// Transport is how messages come: "websocket" or "rest".
	Transport string

	// Token is the login's token; it identifies the caller each time a message
	// arrives.
	Token string

	// Identity is that of a caller without a token.
	Identity auth.Identity

	// Events has the caller's subscriptions; nil if no event can reach the
	// caller, as over REST.
	Events *event.Subscriber
}

// Forget drops the caller's login.
func (c *Caller) Forget() { c.Token, c.Identity = "", auth.Identity{} }

// Access says who may call a class.
type Access int

const (
	// Users are those who logged in. It is the zero value, so a row that does
	// not mention access lets nobody else in.
	Users Access = iota

	// Anybody may call without a login.
	Anybody

	// FullAccess lets in only members of wheel.
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
