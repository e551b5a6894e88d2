// Package auth says who somebody is: users and their passwords, tokens, and
// the addresses that failed too often. It knows no transport.
package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"runtime"
	"time"
)

// An Identity is who somebody was found to be. The zero value is nobody.
type Identity struct {
	User string

	// FullAccess is what members of wheel have; members of operator may use
	// the API, but not run commands of their own.
	FullAccess bool
}

// An Authenticator knows users. PAM, a file and a fixed list are such.
type Authenticator interface {
	// Authenticate checks a password. Its errors are ErrRefused, or what kept
	// it from knowing.
	Authenticate(ctx context.Context, user, password string) (Identity, error)

	// Lookup returns the identity of a user who logged in before, as it is
	// now, and false if there is no such user any more.
	Lookup(ctx context.Context, user string) (Identity, bool)
}

// Why a login fails. Callers ask with errors.Is.
var (
	// ErrRefused says that the user, the password or the token is wrong; which
	// of them is not told.
	ErrRefused = errors.New("the user, password or token is wrong")

	// ErrBlocked says that the address failed too often.
	ErrBlocked = errors.New("too many failed logins from this address")
)

// Options are the limits of a Logins.
type Options struct {
	// TokenLife is how long an unused token lives; zero means 300 seconds, as
	// documented.
	TokenLife time.Duration

	// Failures in a row within Window block an address for Block. Zero means
	// 5 within 10 minutes for 60 minutes; Failures below zero never block.
	Failures      int
	Window, Block time.Duration

	// Verifications is how many passwords are checked at once; zero means one
	// for each processor.
	Verifications int

	// Now is the clock; nil means time.Now.
	Now func() time.Time

	// Logger hears of every login; nil means nobody.
	Logger *slog.Logger

	// Watch is told of every login, too; nil means nobody is.
	Watch func(context.Context, Event)
}

// Logins checks passwords and tokens for a whole server. It is safe for use by
// many sessions at once.
type Logins struct {
	users  Authenticator
	tokens *tokens
	blocks *blocks
	slots  chan struct{}
	log    *slog.Logger
	watch  func(context.Context, Event)
}

// New returns the logins of the given users.
func New(users Authenticator, o Options) *Logins {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Verifications <= 0 {
		o.Verifications = runtime.GOMAXPROCS(0)
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Logins{
		users:  users,
		tokens: newTokens(o),
		blocks: newBlocks(o),
		slots:  make(chan struct{}, o.Verifications),
		log:    o.Logger,
		watch:  o.Watch,
	}
}

// Verify checks a password sent from an address. The number of checks at once is
// bounded, for each costs the time of a bcrypt hash; a check that waited is not
// made any more if its address was blocked meanwhile.
func (l *Logins) Verify(ctx context.Context, from netip.Addr, user, password string) (Identity, error) {
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
	case <-ctx.Done():
		return Identity{}, ctx.Err()
	}
	if l.blocks.blocked(from) {
		l.tell(ctx, LoginBlocked, user, from)
		return Identity{}, ErrBlocked
	}
	identity, err := l.users.Authenticate(ctx, user, password)
	switch {
	case err == nil:
		l.blocks.succeeded(from)
		return identity, nil
	case errors.Is(err, ErrRefused):
		l.tell(ctx, LoginRefused, user, from)
		if l.blocks.failed(from) {
			l.tell(ctx, AddressBlocked, user, from)
		}
	}
	return Identity{}, err
}

// Login checks a password and returns a new token.
func (l *Logins) Login(ctx context.Context, from netip.Addr, user, password string) (string, error) {
	identity, err := l.Verify(ctx, from, user, password)
	if err != nil {
		return "", err
	}
	l.tell(ctx, LoggedIn, user, from)
	return l.tokens.issue(identity.User), nil
}

// Renew returns who a token belongs to, as that user is now, and begins the
// token's life anew. It is false for a token that never was or is no more.
func (l *Logins) Renew(ctx context.Context, token string) (Identity, bool) {
	user, found := l.tokens.renew(token)
	if !found {
		return Identity{}, false
	}
	identity, found := l.users.Lookup(ctx, user)
	if !found {
		l.tokens.drop(token)
	}
	return identity, found
}

// Alive tells whether a token still counts, without renewing it.
func (l *Logins) Alive(token string) bool { return l.tokens.alive(token) }

// Logout ends a token for everybody who uses it.
func (l *Logins) Logout(ctx context.Context, from netip.Addr, token string) {
	if user, found := l.tokens.drop(token); found {
		l.tell(ctx, LoggedOut, user, from)
	}
}

// TokenLife is how long a token lives after its last use.
func (l *Logins) TokenLife() time.Duration { return l.tokens.life }
