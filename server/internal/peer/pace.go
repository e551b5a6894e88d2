package peer

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Pace lets each address do something so many times in a second.
type Pace struct {
	// PerSecond is how often; an address that kept still for a second may do it
	// so often at once. Less than zero is without a bound.
	PerSecond int

	// Loopback has the addresses of this host bounded, too.
	Loopback bool

	mu        sync.Mutex
	swept     time.Time
	byNetwork map[netip.Prefix]*rate.Limiter
}

// Allow tells whether the address may do it once more now, and counts it.
func (p *Pace) Allow(from netip.Addr) bool {
	if p.PerSecond < 0 || isFree(from, p.Loopback) {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.sweep(now)
	limiter := p.byNetwork[network(from)]
	if limiter == nil {
		limiter = rate.NewLimiter(rate.Limit(p.PerSecond), p.PerSecond)
		p.byNetwork[network(from)] = limiter
	}
	return limiter.AllowN(now, 1)
}

// sweep forgets who kept still for a second, once in a second; the caller holds
// the lock.
func (p *Pace) sweep(now time.Time) {
	if now.Sub(p.swept) < time.Second && p.byNetwork != nil {
		return
	}
	p.swept = now
	kept := map[netip.Prefix]*rate.Limiter{} // a new one: a map never shrinks
	for of, limiter := range p.byNetwork {
		if limiter.TokensAt(now) < float64(p.PerSecond) {
			kept[of] = limiter
		}
	}
	p.byNetwork = kept
}
