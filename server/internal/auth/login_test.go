package auth_test

import (
	"context"
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

var elsewhere = netip.MustParseAddr("192.0.2.8")

func token(t *testing.T, l *auth.Logins, user, password string) string {
	token, err := l.Login(t.Context(), far, user, password)
	require.NoError(t, err)
	return token
}

func TestBoundTokens(t *testing.T) {
	l, _ := logins(auth.Options{BindTokens: true})
	mine := token(t, l, "anna", "right")
	_, found := l.Renew(t.Context(), elsewhere, mine)
	require.False(t, found)
	_, found = l.Renew(t.Context(), far, mine)
	require.True(t, found, "a thief's try does not end it")

	l, _ = logins(auth.Options{})
	_, found = l.Renew(t.Context(), elsewhere, token(t, l, "anna", "right"))
	require.True(t, found, "unless asked for, a token is the server's")
}

func TestTokensEndAtClose(t *testing.T) {
	for _, end := range []bool{false, true} {
		l, _ := logins(auth.Options{EndTokensAtClose: end})
		mine := token(t, l, "anna", "right")
		l.Leave(t.Context(), far, mine)
		_, found := l.Renew(t.Context(), far, mine)
		require.Equal(t, !end, found)
	}
}

func TestTokensAreBounded(t *testing.T) {
	l, _ := logins(auth.Options{MaxTokens: 4, MaxUserTokens: 2})
	alive := func(token string) bool { return l.Alive(token) }
	first, second := token(t, l, "anna", "right"), token(t, l, "anna", "right")
	_, _ = l.Renew(t.Context(), far, first)
	third := token(t, l, "anna", "right")
	require.Equal(t, []bool{true, false, true}, []bool{alive(first), alive(second), alive(third)}, "the one unused for longest goes")

	l, _ = logins(auth.Options{MaxTokens: 2})
	first = token(t, l, "otto", "other")
	second, third = token(t, l, "anna", "right"), token(t, l, "anna", "right")
	require.Equal(t, []bool{false, true, true}, []bool{alive(first), alive(second), alive(third)}, "of all users")
}

// Expired tokens no longer count for their user, whichever operation noticed
// the expiry.
func TestCountedTokensAreNoUsers(t *testing.T) {
	l, clock := logins(auth.Options{MaxUserTokens: 2})
	_, _ = token(t, l, "anna", "right"), token(t, l, "anna", "right")
	clock.now = clock.now.Add(l.TokenLife())
	require.Zero(t, l.Tokens())
	first, second := token(t, l, "anna", "right"), token(t, l, "anna", "right")
	require.Equal(t, []bool{true, true}, []bool{l.Alive(first), l.Alive(second)})
}

// A user with very many connections keeps the first ones logged in.
func TestTokensOfManyConnections(t *testing.T) {
	l, _ := logins(auth.Options{})
	first := token(t, l, "anna", "right")
	for range 4096 {
		token(t, l, "anna", "right")
	}
	require.True(t, l.Alive(first))
}

// A login takes as long with many live tokens as with few.
func BenchmarkLogin(b *testing.B) {
	for _, alive := range []int{0, 9000} {
		b.Run(fmt.Sprint(alive, "-alive"), func(b *testing.B) {
			l := auth.New(users, auth.Options{MaxUserTokens: 1 << 20, MaxTokens: 1 << 20})
			for range alive {
				_, _ = l.Login(b.Context(), far, "otto", "other")
			}
			for b.Loop() {
				token, _ := l.Login(b.Context(), far, "anna", "right")
				l.Logout(b.Context(), far, token)
			}
		})
	}
}

// slow is an authenticator that answers when the test tells it to.
type slow struct {
	auth.Fixed
	asked  chan netip.Addr
	answer chan struct{}
}

func (s *slow) Authenticate(ctx context.Context, from netip.Addr, user, password string) (auth.Identity, error) {
	s.asked <- from
	<-s.answer
	return s.Fixed.Authenticate(ctx, from, user, password)
}

// However many connections an address guesses over, other addresses get their
// turn. A remembered password needs no turn.
func TestGuessersKeepNobodyWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{users, make(chan netip.Addr, 100), make(chan struct{})}
		l := auth.New(s, auth.Options{Verifications: 2, Failures: -1})
		for range 64 {
			go func() { _, _ = l.Verify(t.Context(), far, "anna", "wrong") }()
		}
		synctest.Wait()
		require.Len(t, s.asked, 1, "half of the places")
		go func() { _, _ = l.Verify(t.Context(), elsewhere, "anna", "wrong") }()
		synctest.Wait()
		require.Len(t, s.asked, 2)
		require.Equal(t, far, <-s.asked)
		require.Equal(t, elsewhere, <-s.asked)

		close(s.answer)
		synctest.Wait()
		require.Len(t, s.asked, 63, "all others have had their turn")
	})
}

// Waiting for a turn is limited, and does not count as a failure.
func TestLoginsHaveATimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{users, make(chan netip.Addr, 100), make(chan struct{})}
		l := auth.New(s, auth.Options{Verifications: 2, Failures: 2, Timeout: time.Minute})
		go func() { _, _ = l.Verify(t.Context(), far, "anna", "wrong") }()
		synctest.Wait()
		began := time.Now()
		_, err := l.Verify(t.Context(), far, "anna", "wrong")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, time.Minute, time.Since(began))
		close(s.answer)
		synctest.Wait()
		_, err = l.Verify(t.Context(), far, "anna", "right")
		require.NoError(t, err)
	})
}

// A login without a password is for users of this host, and never for root.
func TestTrustLocalhost(t *testing.T) {
	known := auth.Fixed{
		{Identity: anna, Password: "right"},
		{Identity: auth.Identity{User: "root", FullAccess: true}, Password: "right"},
		{Identity: auth.Identity{User: "toor", FullAccess: true}, Password: "right"},
	}
	for _, trust := range []bool{false, true} {
		l := auth.New(known, auth.Options{TrustLocalhost: trust, Failures: -1})
		for from, local := range map[string]bool{
			"127.0.0.1": true, "::1": true, "::ffff:127.0.0.1": true,
			"127.0.0.2": false, "192.0.2.7": false, "::": false, "::2": false,
		} {
			address := netip.MustParseAddr(from)
			identity, err := l.Verify(t.Context(), address, "anna", "anything")
			require.Equal(t, trust && local, err == nil, from)
			require.Equal(t, trust && local, identity == anna, from)
			for _, user := range []string{"root", "toor", "nobody", ""} {
				_, err := l.Verify(t.Context(), address, user, "anything")
				require.ErrorIs(t, err, auth.ErrRefused, "%s from %s", user, from)
			}
			_, err = l.Verify(t.Context(), address, "root", "right")
			require.NoError(t, err, from)
		}
	}
}
