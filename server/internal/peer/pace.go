package peer

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Pace limits how often each address does something in a second.
type Pace struct {
	// PerSecond is the limit, and also the size of a burst after a second of
	// silence. A negative value is no limit.
	PerSecond int

	// Loopback applies the limit to the addresses of this host, too.
	Loopback bool

	mu        sync.Mutex
	swept     time.Time
	byNetwork map[netip.Prefix]*rate.Limiter
}

// Allow counts one more event and reports whether it is within the limit.
func (p *Pace) Allow(from netip.Addr) bool {
	if p.PerSecond < 0 || isFree(from, p.Loopback) {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.sweep(now)
	limiter := p.byNetwork[Network(from)]
	if limiter == nil {
		limiter = rate.NewLimiter(rate.Limit(p.PerSecond), p.PerSecond)
		p.byNetwork[Network(from)] = limiter
	}
	return limiter.AllowN(now, 1)
}

// sweep runs once a second and forgets addresses that were silent for a second.
// The caller holds the lock.
func (p *Pace) sweep(now time.Time) {
	if now.Sub(p.swept) < time.Second && p.byNetwork != nil {
		return
	}
	p.swept = now
	kept := map[netip.Prefix]*rate.Limiter{} // a new map, because a map never shrinks
	for of, limiter := range p.byNetwork {
		if limiter.TokensAt(now) < float64(p.PerSecond) {
			kept[of] = limiter
		}
	}
	p.byNetwork = kept
}
