package peer

import (
	"errors"
	"net/netip"
	"sync"
)

// Why a Gate refuses a connection.
var (
	ErrFull      = errors.New("too many connections")
	ErrFullOfOne = errors.New("too many connections from one address")
)

// A Gate limits how many connections are open.
type Gate struct {
	// Most is how many may be open, MostOfOne how many from one address; a
	// negative MostOfOne is no limit.
	Most, MostOfOne int

	// Loopback applies MostOfOne to the addresses of this host, too.
	Loopback bool

	mu        sync.Mutex
	in        int
	byNetwork map[netip.Prefix]int
}

// Enter counts a connection in, or returns why it is refused. One that entered
// must Leave.
func (g *Gate) Enter(from netip.Addr) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	bounded := g.MostOfOne >= 0 && !isFree(from, g.Loopback)
	switch {
	case g.in >= g.Most:
		return ErrFull
	case bounded && g.byNetwork[Network(from)] >= g.MostOfOne:
		return ErrFullOfOne
	}
	if g.byNetwork == nil {
		g.byNetwork = map[netip.Prefix]int{}
	}
	g.in++
	g.byNetwork[Network(from)]++
	return nil
}

// Leave counts a connection out.
func (g *Gate) Leave(from netip.Addr) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.in--
	of := Network(from)
	if g.byNetwork[of]--; g.byNetwork[of] == 0 {
		delete(g.byNetwork, of)
	}
}

// In returns how many connections are open.
func (g *Gate) In() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.in
}
