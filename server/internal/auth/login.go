package auth

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/peer"
)

// Verify checks a password sent from an address. A password that was correct
// before is accepted at once. Others wait for their turn, and are not checked
// if their address was blocked meanwhile.
func (l *Logins) Verify(ctx context.Context, from netip.Addr, user, password string) (Identity, error) {
	if identity, err := l.trusted(ctx, from, user); err == nil {
		return identity, nil
	}
	if l.blocks.blocked(from) {
		return Identity{}, l.refuseBlocked(ctx, from, user)
	}
	check := func(ctx context.Context) (Identity, error) { return l.users.Authenticate(ctx, from, user, password) }
	if l.users.Remembers(user, password) {
		identity, err := check(ctx)
		l.judged(ctx, from, user, err)
		return identity, err
	}
	return l.attempt(ctx, from, user, check)
}

// attempt waits for its turn and makes one attempt to log in, unless the
// address is blocked by then.
func (l *Logins) attempt(ctx context.Context, from netip.Addr, user string, check func(context.Context) (Identity, error)) (Identity, error) {
	ctx, cancel := context.WithTimeout(ctx, l.timeout)
	defer cancel()
	end, err := l.turns.take(ctx, peer.Network(from))
	if err != nil {
		l.log.Warn("a login had no turn", "user", user, "address", from, "reason", err)
		return Identity{}, err
	}
	defer end()
	if l.blocks.blocked(from) {
		return Identity{}, l.refuseBlocked(ctx, from, user)
	}
	identity, err := check(ctx)
	l.judged(ctx, from, user, err)
	return identity, err
}

func (l *Logins) refuseBlocked(ctx context.Context, from netip.Addr, user string) error {
	l.tell(ctx, LoginBlocked, user, from)
	return ErrBlocked
}

// judged records the outcome of an attempt that ended with err.
func (l *Logins) judged(ctx context.Context, from netip.Addr, user string, err error) {
	switch {
	case err == nil:
		l.blocks.succeeded(from)
	case errors.Is(err, ErrRefused):
		l.tell(ctx, LoginRefused, user, from, reason(err)...)
		if l.blocks.failed(from) {
			l.tell(ctx, AddressBlocked, user, from)
		}
	default:
		l.log.Error("a login cannot be checked", "user", user, "address", from, "reason", err)
	}
}

// reason returns why a login was refused, for the log only, if that is known.
func reason(err error) []any {
	if err == ErrRefused {
		return nil
	}
	return []any{"reason", err}
}

// trusted returns the identity of a user who needs no password, if
// TrustLocalhost is set.
func (l *Logins) trusted(ctx context.Context, from netip.Addr, user string) (Identity, error) {
	from = from.Unmap()
	local := from == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || from == netip.IPv6Loopback()
	if !l.trust || !local || isAdministrator(user) {
		return Identity{}, ErrRefused
	}
	return l.users.Lookup(ctx, user)
}

// Login checks a password and returns a new token.
func (l *Logins) Login(ctx context.Context, from netip.Addr, user, password string) (string, error) {
	identity, err := l.Verify(ctx, from, user, password)
	if err != nil {
		return "", err
	}
	return l.admit(ctx, from, identity), nil
}

func (l *Logins) admit(ctx context.Context, from netip.Addr, identity Identity) string {
	l.tell(ctx, LoggedIn, identity.User, from)
	return l.tokens.issue(identity.User, from)
}

// Renew returns the present identity of the user of a token, and restarts the
// token's life. It returns false for a token that is unknown, has ended, or is
// bound to another address.
func (l *Logins) Renew(ctx context.Context, from netip.Addr, token string) (Identity, bool) {
	user, found := l.tokens.renew(token, from)
	if !found {
		return Identity{}, false
	}
	identity, err := l.users.Lookup(ctx, user)
	switch {
	case errors.Is(err, ErrRefused):
		l.tokens.drop(token)
	case err != nil:
		l.log.Error("a token cannot be checked", "user", user, "address", from, "reason", err)
	}
	return identity, err == nil
}

// Alive reports whether a token is valid, without renewing it.
func (l *Logins) Alive(token string) bool { return l.tokens.alive(token) }

// Logout ends a token for everybody who uses it.
func (l *Logins) Logout(ctx context.Context, from netip.Addr, token string) {
	if user, found := l.tokens.drop(token); found {
		l.tell(ctx, LoggedOut, user, from)
	}
}

// Leave says that a connection no longer needs its token, which ends if
// EndTokensAtClose is set.
func (l *Logins) Leave(ctx context.Context, from netip.Addr, token string) {
	if l.endAtClose {
		l.Logout(ctx, from, token)
	}
}

// Tokens is how many tokens are alive now.
func (l *Logins) Tokens() int { return l.tokens.count() }

// Blocked returns how many addresses are blocked now.
func (l *Logins) Blocked() int { return l.blocks.count() }

// TokenLife is how long a token lives after its last use.
func (l *Logins) TokenLife() time.Duration { return l.tokens.life }
