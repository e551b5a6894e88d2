package auth

import (
	"net/netip"
	"sync"
	"time"
)

// blocks counts failed logins by address and blocks those that fail too often.
// Addresses of this host are never blocked: whoever sits there has better ways
// to guess, and the administrator must always get in.
type blocks struct {
	most          int
	window, block time.Duration
	now           func() time.Time

	mu     sync.Mutex
	byAddr map[netip.Addr]*record
}

type record struct {
	failures []time.Time // in a row, oldest first
	until    time.Time   // blocked until then; zero: not blocked
}

func newBlocks(o Options) *blocks {
	b := &blocks{most: o.Failures, window: o.Window, block: o.Block, now: o.Now, byAddr: map[netip.Addr]*record{}}
	if b.most == 0 {
		b.most = 5
	}
	if b.window <= 0 {
		b.window = 10 * time.Minute
	}
	if b.block <= 0 {
		b.block = time.Hour
	}
	return b
}

func (b *blocks) blocked(from netip.Addr) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.byAddr[from.Unmap()]
	return r != nil && b.now().Before(r.until)
}

func (b *blocks) succeeded(from netip.Addr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.byAddr, from.Unmap())
}

// failed counts a failure and reports whether it blocks the address.
func (b *blocks) failed(from netip.Addr) bool {
	from = from.Unmap()
	if b.most < 0 || from.IsLoopback() {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep()
	r := b.byAddr[from]
	if r == nil {
		r = &record{}
		b.byAddr[from] = r
	}
	r.failures = append(r.failures, b.now())
	if len(r.failures) < b.most {
		return false
	}
	r.until = b.now().Add(b.block)
	r.failures = nil
	return true
}

// sweep forgets old failures and ended blocks; the caller holds the lock.
func (b *blocks) sweep() {
	now := b.now()
	for addr, r := range b.byAddr {
		for len(r.failures) > 0 && now.Sub(r.failures[0]) > b.window {
			r.failures = r.failures[1:]
		}
		if len(r.failures) == 0 && !now.Before(r.until) {
			delete(b.byAddr, addr)
		}
	}
}
