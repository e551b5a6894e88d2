package systemstate

import (
	"context"
	"log/slog"
	"maps"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/zpool"
)

// A Watcher looks at a host now and then. All its members must be set.
type Watcher struct {
	Hostname func() (string, error)

	// Pools returns the host's pools, none where there is no ZFS.
	Pools func(context.Context) ([]zpool.Pool, error)

	// Publish tells the state to whom it concerns.
	Publish func(State)

	// Look is the time between two looks, and from the start to the first.
	Look time.Duration

	// Every is the longest time between two tellings. A change is told at once.
	Every time.Duration

	Logger *slog.Logger
}

// Run looks and tells until ctx ends. The first look is told whatever it shows.
func (w *Watcher) Run(ctx context.Context) {
	var last look
	var told time.Time
	last.hostname, _ = w.Hostname()
	ticker := time.NewTicker(w.Look)
	defer ticker.Stop()
	for {
		var at time.Time
		select {
		case <-ctx.Done():
			return
		case at = <-ticker.C:
		}
		now := w.look(ctx, last)
		if ctx.Err() != nil {
			return
		}
		if told.IsZero() || at.Sub(told) >= w.Every || now.differs(last) {
			w.Publish(now.state(last.hostname))
			told = at
		}
		last = now
	}
}

// A look is what was seen of a host at one time.
type look struct {
	hostname string
	pools    []zpool.Pool
	failure  string // why the pools could not be seen; empty: they were
}

func (w *Watcher) look(ctx context.Context, last look) look {
	var now look
	var err error
	if now.hostname, err = w.Hostname(); err != nil {
		w.Logger.Warn("the host's name cannot be told", "reason", err)
		now.hostname = last.hostname
	}
	if now.pools, err = w.Pools(ctx); err != nil && ctx.Err() == nil {
		now.failure = err.Error()
	}
	if now.failure != "" && now.failure != last.failure {
		w.Logger.Warn("the host's pools cannot be looked at", "reason", err)
	}
	return now
}

// differs tells whether something happened that is worth an event: numbers move
// all the time.
func (l look) differs(last look) bool {
	return l.hostname != last.hostname || (l.failure == "") != (last.failure == "") ||
		!maps.Equal(l.conditions(), last.conditions())
}

// A condition is what makes a pool need attention.
type condition struct {
	health   string
	priority int
}

func (l look) conditions() map[string]condition {
	conditions := map[string]condition{}
	for _, p := range l.pools {
		conditions[p.Name] = condition{p.Health, priorityOf(p)}
	}
	return conditions
}

// state is what is told of a look.
func (l look) state(oldHostname string) State {
	s := State{Hostname: l.hostname}
	priority := allWell
	if l.hostname != oldHostname {
		s.HostnameChanged, priority = "true", renamed
	}
	if l.failure != "" {
		priority = max(priority, unknown)
	}
	for _, p := range l.pools {
		if s.ZPools == nil {
			s.ZPools = map[string]Pool{}
		}
		pool := Pool{Pool: p}
		if n := priorityOf(p); n > allWell {
			pool.Priority = Priority(n)
			priority = max(priority, n)
		}
		s.ZPools[p.Name] = pool
	}
	s.Priority = Priority(priority)
	return s
}
