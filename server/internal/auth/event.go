package auth

import (
	"context"
	"log/slog"
	"net/netip"
)

// An Event is something that happened to a login, for logs and metrics.
type Event struct {
	Kind    Kind
	User    string // empty if that is not known
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

// level is that of the line in the log.
func (k Kind) level() slog.Level {
	if k == LoggedIn || k == LoggedOut {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

// tell tells the log and the Watch of an event; the log also of a reason, if there
// is one to tell.
func (l *Logins) tell(ctx context.Context, kind Kind, user string, from netip.Addr, reason ...any) {
	l.log.Log(ctx, kind.level(), string(kind), append([]any{"user", user, "address", from}, reason...)...)
	if l.watch != nil {
		l.watch(ctx, Event{Kind: kind, User: user, Address: from})
	}
}
