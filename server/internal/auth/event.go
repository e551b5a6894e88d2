package auth

import (
	"context"
	"log/slog"
	"net/netip"
)

// An Event is something that happened to a login, for logs and metrics.
type Event struct {
	Kind    Kind
	User    string // empty if unknown
	Address netip.Addr
}

// A Kind names what happened.
type Kind string

// The kinds of events.
const (
	LoggedIn       Kind = "login"
	LoggedOut      Kind = "logout"
	LoginRefused   Kind = "login refused"
	LoginBlocked   Kind = "login refused: the address is blocked"
	AddressBlocked Kind = "address blocked after too many failed logins"
)

// level returns the log level of the event.
func (k Kind) level() slog.Level {
	if k == LoggedIn || k == LoggedOut {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

// tell reports an event to the log and to Watch. Only the log gets the reason,
// if there is one.
func (l *Logins) tell(ctx context.Context, kind Kind, user string, from netip.Addr, reason ...any) {
	l.log.Log(ctx, kind.level(), string(kind), append([]any{"user", user, "address", from}, reason...)...)
	if l.watch != nil {
		l.watch(ctx, Event{Kind: kind, User: user, Address: from})
	}
}
