package peer

import (
	"errors"
	"net/netip"
	"sync"
)

// Why a Gate lets nobody in.
var (
	ErrFull      = errors.New("too many connections")
	ErrFullOfOne = errors.New("too many connections from one address")
)

// A Gate counts connections and lets in only so many of them.
type Gate struct {
	// Most is how many may be in, MostOfOne how many from one address; less
	// than zero are any number from one address.
	Most, MostOfOne int

	// Loopback has the addresses of this host count as one, too.
	Loopback bool

	mu        sync.Mutex
	in        int
	byNetwork map[netip.Prefix]int
}

// Enter counts a connection in, which must Leave; or it says why not.
func (g *Gate) Enter(from netip.Addr) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	bounded := g.MostOfOne >= 0 && !isFree(from, g.Loopback)
	switch {
	case g.in >= g.Most:
		return ErrFull
	case bounded && g.byNetwork[network(from)] >= g.MostOfOne:
		return ErrFullOfOne
	}
	if g.byNetwork == nil {
		g.byNetwork = map[netip.Prefix]int{}
	}
	g.in++
	g.byNetwork[network(from)]++
	return nil
}

// Leave counts a connection out.
func (g *Gate) Leave(from netip.Addr) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.in--
	of := network(from)
	if g.byNetwork[of]--; g.byNetwork[of] == 0 {
		delete(g.byNetwork, of)
	}
}

// In is how many are in now.
func (g *Gate) In() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.in
}
