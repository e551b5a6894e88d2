package auth

import (
	"cmp"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/peer"
	"github.com/sysadm-go/sysadm/server/internal/watched"
)

// blocks counts failed logins by address and blocks the addresses that fail too
// often. Addresses of this host are never blocked: its users have better ways
// to guess, and the administrator must always get in.
type blocks struct {
	most, addresses int
	window, block   time.Duration
	now             func() time.Time
	log             *slog.Logger

	disk sync.Mutex   // held while the file is read or written, and taken before mu
	file watched.File // without a path, blocks end with the server

	mu       sync.Mutex                          // never held while the disk is waited for
	failures *ordered[netip.Prefix, []time.Time] // consecutive failures, ordered by the last
	until    *ordered[netip.Prefix, time.Time]   // when blocks end, ordered by when they began
}

func newBlocks(o Options) *blocks {
	b := &blocks{
		most:      cmp.Or(o.Failures, 5),
		addresses: cmp.Or(o.MaxAddresses, 10_000),
		window:    cmp.Or(o.Window, 10*time.Minute),
		block:     cmp.Or(o.Block, time.Hour),
		now:       o.Now,
		log:       o.Logger,
		file:      watched.File{Path: o.BlocksFile},
		failures:  newOrdered[netip.Prefix, []time.Time](),
		until:     newOrdered[netip.Prefix, time.Time](),
	}
	b.refresh()
	return b
}

func (b *blocks) blocked(from netip.Addr) bool {
	if b.exempt(from) {
		return false
	}
	b.refresh()
	b.mu.Lock()
	defer b.mu.Unlock()
	until, found := b.until.get(peer.Network(from))
	return found && b.now().Before(until)
}

// count returns how many addresses are blocked, without a look at the file.
func (b *blocks) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n, now := 0, b.now()
	for _, until := range b.until.all() {
		if now.Before(until) {
			n++
		}
	}
	return n
}

func (b *blocks) succeeded(from netip.Addr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures.drop(peer.Network(from))
}

// failed counts a failure and reports whether it blocks the address.
func (b *blocks) failed(from netip.Addr) bool {
	if b.exempt(from) {
		return false
	}
	n, until := peer.Network(from), b.now().Add(b.block)
	if !b.tooMany(n, until) {
		return false
	}
	b.write(n, until)
	return true
}

// tooMany counts a failure, and blocks the address if it was one too many.
func (b *blocks) tooMany(n netip.Prefix, until time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.addFailure(n) < b.most {
		return false
	}
	b.failures.drop(n)
	b.put(n, until)
	return true
}

func (b *blocks) exempt(from netip.Addr) bool { return b.most < 0 || from.Unmap().IsLoopback() }

// addFailure returns how many failures there are within the window. If there
// are too many addresses to count, those that failed longest ago are forgotten.
// The caller holds mu.
func (b *blocks) addFailure(n netip.Prefix) int {
	times, _ := b.failures.get(n)
	for len(times) > 0 && b.old(times[0]) {
		times = times[1:]
	}
	b.failures.dropWhile(func(times []time.Time) bool {
		return b.failures.len() >= b.addresses || b.old(times[len(times)-1])
	})
	b.failures.put(n, append(times, b.now()))
	return len(times) + 1
}

func (b *blocks) old(failure time.Time) bool { return b.now().Sub(failure) > b.window }

// put blocks an address until the given time. If too many are blocked, the
// oldest blocks end. The caller holds mu.
func (b *blocks) put(n netip.Prefix, until time.Time) {
	b.until.dropWhile(func(until time.Time) bool {
		return b.until.len() >= b.addresses || !b.now().Before(until)
	})
	b.until.put(n, until)
}
