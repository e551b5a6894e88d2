package auth_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// A stub accepts one password for every user and records what it was asked.
type stub struct {
	password string
	failure  error
	asked    []string
}

func (s *stub) Check(_ context.Context, _ netip.Addr, user, password string) error {
	s.asked = append(s.asked, user+" "+password)
	switch {
	case s.failure != nil:
		return s.failure
	case password != s.password:
		return auth.ErrRefused
	}
	return nil
}

func (s *stub) Remembers(string, string) bool { return false }

// members is a Directory: names, and whether they have full access.
type members map[string]bool

func (m members) Lookup(_ context.Context, user string, _ time.Duration) (auth.Identity, error) {
	full, known := m[user]
	if !known {
		return auth.Identity{}, auth.ErrRefused
	}
	return auth.Identity{User: user, FullAccess: full}, nil
}

func TestAccounts(t *testing.T) {
	file, system := &stub{password: "file"}, &stub{password: "system"}
	a := &auth.Accounts{
		Passwords: []auth.PasswordChecker{file, system},
		Members:   []auth.Directory{members{"anna": true}, members{"anna": false, "otto": false}},
	}
	for _, c := range []struct {
		user, password string
		want           auth.Identity
	}{
		{"anna", "file", auth.Identity{User: "anna", FullAccess: true}},
		{"anna", "system", auth.Identity{User: "anna", FullAccess: true}}, // the first directory that knows her decides
		{"otto", "system", auth.Identity{User: "otto"}},
		{"otto", "wrong", auth.Identity{}},
		{"guest", "system", auth.Identity{}},
		{"guest", "wrong", auth.Identity{}},
	} {
		file.asked, system.asked = nil, nil
		got, err := a.Authenticate(t.Context(), far, c.user, c.password)
		require.Equal(t, c.want, got, c)
		if c.want.User == "" {
			require.Equal(t, auth.ErrRefused, err)
			require.Len(t, file.asked, 1, "%v: whoever is refused costs the same work", c)
			require.Len(t, system.asked, 1, "%v", c)
		}
	}
	require.NotContains(t, system.asked, "guest system", "nobody learns the password of who may not log in")
	require.NotContains(t, system.asked, "guest wrong")
}

// A refusal takes its full time for every user; a correct password is accepted
// at once.
func TestRefusalsTakeAsLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &auth.Accounts{
			Passwords: []auth.PasswordChecker{&stub{password: "right"}},
			Members:   []auth.Directory{members{"anna": true}},
			Refusal:   time.Second,
		}
		took := func(user, password string) time.Duration {
			began := time.Now()
			_, _ = a.Authenticate(t.Context(), far, user, password)
			return time.Since(began)
		}
		require.Zero(t, took("anna", "right"))
		require.Equal(t, time.Second, took("anna", "wrong"))
		require.Equal(t, time.Second, took("nobody", "right"))
	})
}

// Accounts that cannot check report an error instead of refusing.
func TestAccountsThatCannotKnow(t *testing.T) {
	broken := errors.New("the directory is down")
	refuses := &stub{password: "right"}
	a := &auth.Accounts{
		Passwords: []auth.PasswordChecker{&stub{failure: broken}, refuses},
		Members:   []auth.Directory{members{"anna": true}},
	}
	_, err := a.Authenticate(t.Context(), far, "anna", "right")
	require.NoError(t, err, "somebody else knows")
	_, err = a.Authenticate(t.Context(), far, "anna", "wrong")
	require.ErrorIs(t, err, broken)

	l := auth.New(a, auth.Options{Failures: 2})
	for range 5 {
		_, err := l.Verify(t.Context(), far, "anna", "wrong")
		require.ErrorIs(t, err, broken, "and that blocks nobody")
	}
}
