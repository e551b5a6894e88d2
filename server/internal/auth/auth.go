// Package auth authenticates users. It has users with their passwords and keys,
// tokens, and the addresses with too many failed logins. It knows no transport.
package auth

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"runtime"
	"time"

	"golang.org/x/time/rate"
)

// An Identity is an authenticated user. The zero value is nobody.
type Identity struct {
	User string

	// FullAccess is true for members of wheel. Members of operator may use the
	// API, but not run commands of their own.
	FullAccess bool
}

// An Authenticator knows users; examples are the accounts of a host and a fixed
// list. Its errors are ErrRefused, or the reason why it could not check.
type Authenticator interface {
	// Authenticate checks a password that came from an address.
	Authenticate(ctx context.Context, from netip.Addr, user, password string) (Identity, error)

	// Remembers reports, at once, whether Authenticate would still accept a
	// password because it has done so before.
	Remembers(user, password string) bool

	// Lookup returns the identity of a user, as it is now.
	Lookup(ctx context.Context, user string) (Identity, error)
}

// Why a login fails. Callers ask with errors.Is.
var (
	// ErrRefused says that the user, the password, the key or the token is
	// wrong, but not which.
	ErrRefused = errors.New("the user, password or token is wrong")

	// ErrBlocked says that the address had too many failed logins.
	ErrBlocked = errors.New("too many failed logins from this address")
)

// Options are the limits of a Logins. A zero value means the default.
type Options struct {
	// TokenLife is how long an unused token lives; zero means 300 seconds, as
	// documented.
	TokenLife time.Duration

	// MaxTokens is how many tokens are alive at once, MaxUserTokens how many of
	// one user; beyond that the one unused for longest ends. Zero means 10,000
	// and 5,000.
	MaxTokens, MaxUserTokens int

	// BindTokens has tokens accepted only from the address that got them.
	BindTokens bool

	// EndTokensAtClose ends a connection's token with the connection.
	EndTokensAtClose bool

	// Failures in a row within Window block an address for Block. Zero means
	// 5 within 10 minutes for 60 minutes; Failures below zero never block.
	Failures      int
	Window, Block time.Duration

	// MaxAddresses is how many addresses are counted, and how many are blocked
	// at once; zero means 10,000.
	MaxAddresses int

	// BlocksFile keeps the blocked addresses over a restart, and for the
	// administrator. Empty means that blocks end with the server.
	BlocksFile string

	// Keys are the SSL keys that users may log in with; nil means none.
	Keys *Keys

	// ChallengeLife is how long a test string of such a login can be answered;
	// zero means 30 seconds, as documented.
	ChallengeLife time.Duration

	// Timeout is how long the check of a login may take, including the wait for
	// its turn; zero means 30 seconds.
	Timeout time.Duration

	// Verifications is how many logins are checked at once; zero means one for
	// each processor.
	Verifications int

	// TrustLocalhost lets every user but root and toor in without a password from
	// 127.0.0.1 and ::1, as the original server did.
	TrustLocalhost bool

	// Now is the clock; nil means time.Now.
	Now func() time.Time

	// Logger logs every login; nil means none.
	Logger *slog.Logger

	// Watch is also called for every login, unless it is nil.
	Watch func(context.Context, Event)
}

// Logins checks passwords, keys and tokens for a whole server. It is safe for use
// by many sessions at once.
type Logins struct {
	users      Authenticator
	keys       *Keys
	tokens     *tokens
	blocks     *blocks
	challenges *challenges
	turns      *turns
	timeout    time.Duration
	trust      bool
	endAtClose bool
	log        *slog.Logger
	watch      func(context.Context, Event)

	blockedTold *rate.Limiter
}

// New returns the logins of the given users.
func New(users Authenticator, o Options) *Logins {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Keys == nil {
		o.Keys = &Keys{}
	}
	return &Logins{
		users:      users,
		keys:       o.Keys,
		tokens:     newTokens(o),
		blocks:     newBlocks(o),
		challenges: newChallenges(o),
		turns:      newTurns(cmp.Or(o.Verifications, runtime.GOMAXPROCS(0))),
		timeout:    cmp.Or(o.Timeout, 30*time.Second),
		trust:      o.TrustLocalhost,
		endAtClose: o.EndTokensAtClose,
		log:        o.Logger,
		watch:      o.Watch,

		blockedTold: newBlockedTold(),
	}
}
