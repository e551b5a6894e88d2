package auth_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

func TestEvents(t *testing.T) {
	var events []auth.Event
	l, _ := logins(auth.Options{Failures: 2, Watch: func(_ context.Context, e auth.Event) { events = append(events, e) }})
	token, err := l.Login(t.Context(), far, "anna", "right")
	require.NoError(t, err)
	l.Logout(t.Context(), far, token)
	l.Logout(t.Context(), far, token)
	for range 3 {
		_, err = l.Login(t.Context(), far, "otto", "wrong")
		require.Error(t, err)
	}
	require.Equal(t, []auth.Event{
		{Kind: auth.LoggedIn, User: "anna", Address: far},
		{Kind: auth.LoggedOut, User: "anna", Address: far},
		{Kind: auth.LoginRefused, User: "otto", Address: far},
		{Kind: auth.LoginRefused, User: "otto", Address: far},
		{Kind: auth.AddressBlocked, User: "otto", Address: far},
		{Kind: auth.LoginBlocked, User: "otto", Address: far},
	}, events)
}

// Logins from a blocked address cost nothing but their lines: these are limited,
// and the others counted.
func TestFloodOfBlockedLogins(t *testing.T) {
	log, told, counted := &bytes.Buffer{}, 0, 0
	l, _ := logins(auth.Options{
		Failures: 1,
		Logger:   slog.New(slog.NewTextHandler(log, nil)),
		Watch: func(_ context.Context, e auth.Event) {
			if counted++; !e.Flood {
				told++
			}
		},
	})
	for range 10_000 {
		_, err := l.Login(t.Context(), far, "otto", "wrong")
		require.Error(t, err)
	}
	require.Equal(t, 10_001, counted, "and one for the block itself")
	require.Less(t, told, 5000)
	require.Greater(t, told, 100)
	require.Equal(t, told, bytes.Count(log.Bytes(), []byte("\n")))
}
