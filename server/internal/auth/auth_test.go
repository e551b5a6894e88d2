package auth_test

import (
	"context"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

var (
	far      = netip.MustParseAddr("192.0.2.7")
	loopback = netip.MustParseAddr("::ffff:127.0.0.1")
	anna     = auth.Identity{User: "anna", FullAccess: true}
	users    = auth.Fixed{{Identity: anna, Password: "right"}, {Identity: auth.Identity{User: "otto"}, Password: "other"}}
)

// A clock moves only when the test moves it.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

func logins(o auth.Options) (*auth.Logins, *clock) {
	c := &clock{time.Date(2016, 2, 5, 12, 0, 0, 0, time.UTC)}
	o.Now = c.Now
	return auth.New(users, o), c
}

func TestTokens(t *testing.T) {
	l, clock := logins(auth.Options{})
	token, err := l.Login(t.Context(), far, "anna", "right")
	require.NoError(t, err)
	require.Regexp(t, `^[A-Za-z0-9]{20,}$`, token)
	require.Equal(t, 300*time.Second, l.TokenLife())

	for range 3 {
		clock.now = clock.now.Add(299 * time.Second)
		identity, found := l.Renew(t.Context(), far, token)
		require.True(t, found, "each use renews a token")
		require.Equal(t, anna, identity)
	}
	clock.now = clock.now.Add(300 * time.Second)
	_, found := l.Renew(t.Context(), far, token)
	require.False(t, found, "an unused token ends")
}

// The original found tokens by their endings, so the empty token matched
// always.
func TestTokensAreFoundWhole(t *testing.T) {
	l, _ := logins(auth.Options{})
	token, err := l.Login(t.Context(), far, "anna", "right")
	require.NoError(t, err)
	for _, wrong := range []string{"", token[1:], token[:len(token)-1], strings.ToLower(token), token + token} {
		_, found := l.Renew(t.Context(), far, wrong)
		require.False(t, found, "%q", wrong)
		l.Logout(t.Context(), far, wrong)
	}
	_, found := l.Renew(t.Context(), far, token)
	require.True(t, found)
	l.Logout(t.Context(), far, token)
	_, found = l.Renew(t.Context(), far, token)
	require.False(t, found)
}

func TestFailuresLookAlike(t *testing.T) {
	l, _ := logins(auth.Options{})
	_, wrongPassword := l.Login(t.Context(), far, "anna", "wrong")
	_, unknown := l.Login(t.Context(), far, "nobody", "right")
	_, empty := l.Login(t.Context(), far, "", "")
	require.ErrorIs(t, wrongPassword, auth.ErrRefused)
	require.Equal(t, wrongPassword, unknown)
	require.Equal(t, wrongPassword, empty)
}

func TestBlocking(t *testing.T) {
	l, clock := logins(auth.Options{})
	fail := func() { _, _ = l.Verify(t.Context(), far, "anna", "wrong") }
	succeed := func() error { _, err := l.Verify(t.Context(), far, "anna", "right"); return err }
	for range 4 {
		fail()
	}
	require.NoError(t, succeed(), "a success ends the row")
	for range 4 {
		fail()
	}
	clock.now = clock.now.Add(10*time.Minute + time.Second)
	fail()
	require.NoError(t, succeed(), "old failures do not count")
	for range 5 {
		fail()
	}
	require.ErrorIs(t, succeed(), auth.ErrBlocked)
	_, err := l.Verify(t.Context(), netip.MustParseAddr("::ffff:192.0.2.7"), "anna", "right")
	require.ErrorIs(t, err, auth.ErrBlocked, "the same address, written as IPv6")
	_, err = l.Verify(t.Context(), netip.MustParseAddr("192.0.2.8"), "anna", "right")
	require.NoError(t, err, "other addresses are free")
	clock.now = clock.now.Add(time.Hour)
	require.NoError(t, succeed(), "after an hour")
}

func TestLoopbackIsNeverBlocked(t *testing.T) {
	l, _ := logins(auth.Options{})
	for range 50 {
		_, err := l.Verify(t.Context(), loopback, "anna", "wrong")
		require.ErrorIs(t, err, auth.ErrRefused)
	}
	_, err := l.Verify(t.Context(), loopback, "anna", "right")
	require.NoError(t, err)
}

func TestBlockingOff(t *testing.T) {
	l, _ := logins(auth.Options{Failures: -1})
	for range 50 {
		_, err := l.Verify(t.Context(), far, "anna", "wrong")
		require.ErrorIs(t, err, auth.ErrRefused)
	}
}

// Guesses are not checked if the address is blocked while they wait for their
// turn.
func TestBlockingOfManyAtOnce(t *testing.T) {
	counted := &counting{}
	l := auth.New(counted, auth.Options{Verifications: 1})
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() { _, _ = l.Verify(t.Context(), far, "anna", "wrong") })
	}
	wg.Wait()
	require.Equal(t, 5, counted.n)
}

type counting struct {
	auth.Fixed
	n int // guarded by the only slot
}

func (c *counting) Authenticate(ctx context.Context, from netip.Addr, user, password string) (auth.Identity, error) {
	c.n++
	return c.Fixed.Authenticate(ctx, from, user, password)
}

// In any sequence of operations, a token is valid exactly if it was issued, has
// not been ended, and was used within its life.
func TestTokenModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, clock := logins(auth.Options{TokenLife: time.Minute})
		expires := map[string]time.Time{}
		var all []string
		t.Repeat(map[string]func(*rapid.T){
			"login": func(*rapid.T) {
				token, err := l.Login(context.Background(), far, "otto", "other")
				require.NoError(t, err)
				require.NotContains(t, expires, token)
				all, expires[token] = append(all, token), clock.now.Add(time.Minute)
			},
			"wait": func(t *rapid.T) {
				clock.now = clock.now.Add(time.Duration(rapid.IntRange(1, 70).Draw(t, "seconds")) * time.Second)
			},
			"use": func(t *rapid.T) {
				if len(all) == 0 {
					t.Skip("no token yet")
				}
				token := rapid.SampledFrom(all).Draw(t, "token")
				_, found := l.Renew(context.Background(), far, token)
				require.Equal(t, clock.now.Before(expires[token]), found)
				if found {
					expires[token] = clock.now.Add(time.Minute)
				}
			},
			"logout": func(t *rapid.T) {
				if len(all) == 0 {
					t.Skip("no token yet")
				}
				token := rapid.SampledFrom(all).Draw(t, "token")
				l.Logout(t.Context(), far, token)
				expires[token] = time.Time{}
			},
		})
	})
}
