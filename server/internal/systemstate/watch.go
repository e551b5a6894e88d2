package systemstate

import (
	"context"
	"log/slog"
	"maps"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/zpool"
)

// A Watcher checks a host periodically. All its exported fields must be set.
type Watcher struct {
	Hostname func() (string, error)

	// Pools returns the host's pools, or none if there is no ZFS.
	Pools func(context.Context) ([]zpool.Pool, error)

	// Publish sends the state to subscribers.
	Publish func(State)

	// Look is the time between two checks, and from the start of Run to the
	// first.
	Look time.Duration

	// Every is the longest time between two reports. A change is reported at
	// once.
	Every time.Duration

	Logger *slog.Logger

	last look
	told time.Time
}

// LookNow makes one check and reports it, before Run.
func (w *Watcher) LookNow(ctx context.Context) {
	w.begin()
	w.lookAndTell(ctx, time.Now())
}

// Run checks and reports until ctx ends. The first check is always reported.
func (w *Watcher) Run(ctx context.Context) {
	if w.told.IsZero() {
		w.begin()
	}
	ticker := time.NewTicker(w.Look)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case at := <-ticker.C:
			w.lookAndTell(ctx, at)
		}
	}
}

// begin notes the host's first name, so that the first report tells of a change
// since.
func (w *Watcher) begin() { w.last.hostname, _ = w.Hostname() }

func (w *Watcher) lookAndTell(ctx context.Context, at time.Time) {
	now := w.look(ctx)
	if ctx.Err() != nil {
		return
	}
	if w.told.IsZero() || at.Sub(w.told) >= w.Every || now.differs(w.last) {
		w.Publish(now.state(w.last.hostname))
		w.told = at
	}
	w.last = now
}

// A look is the state of a host at one time.
type look struct {
	hostname string
	pools    []zpool.Pool
	failure  string // why the pools could not be read; empty: they were
}

func (w *Watcher) look(ctx context.Context) look {
	var now look
	var err error
	if now.hostname, err = w.Hostname(); err != nil {
		w.Logger.Warn("cannot read the host's name", "reason", err)
		now.hostname = w.last.hostname
	}
	if now.pools, err = w.Pools(ctx); err != nil && ctx.Err() == nil {
		now.failure = err.Error()
	}
	if now.failure != "" && now.failure != w.last.failure {
		w.Logger.Warn("the host's pools cannot be looked at", "reason", err)
	}
	return now
}

// differs reports whether the change since last is worth an event. Numbers
// change all the time and do not count.
func (l look) differs(last look) bool {
	return l.hostname != last.hostname || (l.failure == "") != (last.failure == "") ||
		!maps.Equal(l.conditions(), last.conditions())
}

// A condition is a reason why a pool needs attention.
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

// state returns the report of a look.
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
