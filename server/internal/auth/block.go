package auth

import (
	"log/slog"
	"net/netip"
	"sync"
	"time"

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

	mu       sync.Mutex
	file     watched.File                        // without a path, blocks end with the server
	failures *ordered[netip.Prefix, []time.Time] // consecutive failures, ordered by the last
	until    *ordered[netip.Prefix, time.Time]   // when blocks end, ordered by when they began
}

func newBlocks(o Options) *blocks {
	return &blocks{
		most:      orElse(o.Failures, 5),
		addresses: orElse(o.MaxAddresses, 10_000),
		window:    orElse(o.Window, 10*time.Minute),
		block:     orElse(o.Block, time.Hour),
		now:       o.Now,
		log:       o.Logger,
		file:      watched.File{Path: o.BlocksFile},
		failures:  newOrdered[netip.Prefix, []time.Time](),
		until:     newOrdered[netip.Prefix, time.Time](),
	}
}

// network returns what counts as one address. For IPv6 it is the /64 that one
// customer usually has: the customer could otherwise use a fresh address for
// each guess.
func network(from netip.Addr) netip.Prefix {
	from = from.Unmap().WithZone("")
	bits := from.BitLen()
	if from.Is6() {
		bits = 64
	}
	n, _ := from.Prefix(bits) // an invalid address gives the zero network, which counts as one address, too
	return n
}

func (b *blocks) blocked(from netip.Addr) bool {
	if b.exempt(from) {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refresh()
	until, found := b.until.get(network(from))
	return found && b.now().Before(until)
}

func (b *blocks) succeeded(from netip.Addr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures.drop(network(from))
}

// failed counts a failure and reports whether it blocks the address.
func (b *blocks) failed(from netip.Addr) bool {
	if b.exempt(from) {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	n := network(from)
	if b.count(n) < b.most {
		return false
	}
	b.failures.drop(n)
	b.add(n, b.now().Add(b.block))
	return true
}

func (b *blocks) exempt(from netip.Addr) bool { return b.most < 0 || from.Unmap().IsLoopback() }

// count adds a failure and returns how many there are within the window. If
// there are too many addresses to count, those that failed longest ago are
// forgotten.
func (b *blocks) count(n netip.Prefix) int {
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
// oldest blocks end.
func (b *blocks) put(n netip.Prefix, until time.Time) {
	b.until.dropWhile(func(until time.Time) bool {
		return b.until.len() >= b.addresses || !b.now().Before(until)
	})
	b.until.put(n, until)
}
