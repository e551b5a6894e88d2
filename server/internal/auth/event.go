package auth

import (
	"context"
	"log/slog"
	"net/netip"

	"golang.org/x/time/rate"
)

// An Event is something that happened to a login, for logs and metrics.
type Event struct {
	Kind    Kind
	User    string // empty if unknown
	Address netip.Addr

	// Flood says that so many of the kind came just before that this one is
	// only worth counting.
	Flood bool
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

// newBlockedTold limits how many logins from blocked addresses are reported: ten a
// second, after the first hundred. They cost whoever sends them nothing, and could
// fill the disk.
func newBlockedTold() *rate.Limiter { return rate.NewLimiter(10, 100) }

// tell reports an event to the log, unless it belongs to a flood, and to Watch.
// Only the log gets the reason, if there is one.
func (l *Logins) tell(ctx context.Context, kind Kind, user string, from netip.Addr, reason ...any) {
	flood := kind == LoginBlocked && !l.blockedTold.Allow()
	if !flood {
		l.log.Log(ctx, kind.level(), string(kind), append([]any{"user", user, "address", from}, reason...)...)
	}
	if l.watch != nil {
		l.watch(ctx, Event{Kind: kind, User: user, Address: from, Flood: flood})
	}
}
